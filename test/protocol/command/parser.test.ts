import { describe, expect, it } from 'vitest';
import {
  block,
  bytes,
  counted,
  double,
  flag,
  flags,
  integer,
  key,
  oneof,
  option,
  optional,
  pattern,
  repeat,
  token,
  unixTime,
  value,
} from '../../../protocol/command/grammar.ts';
import { NOT_A_FLOAT, NOT_AN_INTEGER, OUT_OF_RANGE, SYNTAX_ERROR } from '../../../protocol/command/parse-error.ts';
import { reader, request, STREAMED } from './request.ts';

const error = (code: number, at: number) => ({ error: code, at });
const syntax = (at: number) => error(SYNTAX_ERROR, at);

const expiration = {
  seconds: token('EX', integer()),
  milliseconds: token('PX', integer()),
  unixTimeSeconds: token('EXAT', unixTime()),
  unixTimeMilliseconds: token('PXAT', unixTime()),
};

describe('SET', () => {
  const set = reader({
    key: key('RW access update'),
    value: value(),
    condition: optional(oneof(['NX', 'XX'])),
    get: flag('GET'),
    expiration: optional(oneof({ ...expiration, keepttl: token('KEEPTTL') })),
  });
  const plain = { key: 1, value: 2, condition: undefined, get: false, expiration: undefined };

  it('reads options in any order and any case', () => {
    const all = { ...plain, condition: 'NX', get: true, expiration: { is: 'seconds', value: 10 } };
    expect(set('SET k v EX 10 NX GET')).toEqual(all);
    expect(set('set k v get nx eX 10')).toEqual(all);
    expect(set('SET k v')).toEqual(plain);
    expect(set('SET k v KEEPTTL')).toEqual({ ...plain, expiration: { is: 'keepttl', value: 'KEEPTTL' } });
    expect(set('SET k EX')).toEqual(plain);
  });
  it('tells absent from zero', () => {
    expect(set('SET k v EX 0')).toEqual({ ...plain, expiration: { is: 'seconds', value: 0 } });
  });
  it('takes the last of the same option and refuses alternatives together', () => {
    expect(set('SET k v EX 10 EX 20 NX NX')).toEqual({
      ...plain,
      condition: 'NX',
      expiration: { is: 'seconds', value: 20 },
    });
    expect(set('SET k v EX x EX 20')).toEqual({ ...plain, expiration: { is: 'seconds', value: 20 } });
    expect(set('SET k v EX 20 EX x')).toEqual(error(NOT_AN_INTEGER, 6));
    expect(set('SET k v NX XX')).toEqual(syntax(4));
    expect(set('SET k v EX 10 PX 20')).toEqual(syntax(5));
    expect(set('SET k v KEEPTTL EX 20')).toEqual(syntax(4));
  });
  it('reports the structure before numbers', () => {
    expect(set('SET k v EX x FOO')).toEqual(syntax(5));
    expect(set('SET k v EX x')).toEqual(error(NOT_AN_INTEGER, 4));
    expect(set('SET k v EX')).toEqual(syntax(3));
    expect(set('SET k v EX NX')).toEqual(error(NOT_AN_INTEGER, 4));
    expect(set('SET k')).toMatchObject({ error: SYNTAX_ERROR });
  });
  it('never takes a large argument for a word or a number', () => {
    expect(set(request(['SET', 'k', STREAMED]))).toEqual(plain);
    expect(set(request(['SET', 'k', STREAMED, STREAMED]))).toEqual(syntax(3));
    expect(set(request(['SET', 'k', 'v', 'EX', STREAMED]))).toEqual(error(NOT_AN_INTEGER, 4));
  });
});

it('a second alternative may replace the first, or nothing may come twice', () => {
  const last = reader({ order: optional(oneof(['ASC', 'DESC'], { again: 'any' })) });
  expect(last('X ASC DESC')).toEqual({ order: 'DESC' });
  const never = reader({ time: optional(oneof({ ex: token('EX', integer()) }, { again: 'never', conflict: 55 })) });
  expect(never('X EX 1 EX 1')).toEqual(error(55, 3));
  expect(never('X EX 1')).toEqual({ time: { is: 'ex', value: 1 } });
  const missing = reader({ fields: token('FIELDS', counted(bytes(), { missing: 56 })) });
  expect(missing('X FEILDS 1 a')).toEqual(error(56, 1));
});

it('GETEX reads PERSIST as an alternative of a time', () => {
  const getex = reader({
    key: key('RW access update'),
    expiration: optional(oneof({ ...expiration, persist: token('PERSIST') })),
  });
  expect(getex('GETEX k')).toEqual({ key: 1, expiration: undefined });
  expect(getex('GETEX k PERSIST')).toEqual({ key: 1, expiration: { is: 'persist', value: 'PERSIST' } });
  expect(getex('GETEX k PXAT 1893456000000')).toEqual({
    key: 1,
    expiration: { is: 'unixTimeMilliseconds', value: 1893456000000 },
  });
  expect(getex('GETEX k PERSIST EX 1')).toEqual(syntax(3));
});

describe('ZADD', () => {
  const INCOMPATIBLE = 77;
  const zadd = reader(
    {
      key: key('RW update'),
      condition: flags(['NX', 'XX']),
      comparison: flags(['GT', 'LT']),
      change: flag('CH'),
      increment: flag('INCR'),
      data: repeat({ score: double(), member: value() }),
    },
    {
      check: (args: { condition: { nx: boolean; xx: boolean } }) =>
        args.condition.nx && args.condition.xx ? INCOMPATIBLE : 0,
    },
  );
  const plain = {
    key: 1,
    condition: { nx: false, xx: false },
    comparison: { gt: false, lt: false },
    change: false,
    increment: false,
  };

  it('reads flags before pairs', () => {
    expect(zadd('ZADD k 1.5 a -inf b')).toEqual({ ...plain, data: [2, 2, 2, [1.5, -Infinity]] });
    expect(zadd('ZADD k XX CH GT INCR 2 a')).toEqual({
      ...plain,
      condition: { nx: false, xx: true },
      comparison: { gt: true, lt: false },
      change: true,
      increment: true,
      data: [6, 1, 2, [2]],
    });
  });
  it('checks pairs, then options, then scores', () => {
    expect(zadd('ZADD k NX XX x a b')).toMatchObject({ error: SYNTAX_ERROR });
    expect(zadd('ZADD k NX XX x a')).toMatchObject({ error: INCOMPATIBLE });
    expect(zadd('ZADD k NX 1 a x b')).toEqual(error(NOT_A_FLOAT, 5));
    expect(zadd('ZADD k NX 1')).toMatchObject({ error: SYNTAX_ERROR });
  });
});

it('LPOS converts each option at once', () => {
  const lpos = reader(
    {
      key: key('RO access'),
      element: bytes(),
      rank: option('RANK', integer()),
      count: option('COUNT', integer({ min: 0, range: 80 })),
      maxlen: option('MAXLEN', integer({ min: 0, range: 81 })),
    },
    { eager: true },
  );
  expect(lpos('LPOS k e RANK -1 COUNT 0 MAXLEN 5')).toEqual({ key: 1, element: 2, rank: -1, count: 0, maxlen: 5 });
  expect(lpos('LPOS k e COUNT -1 FOO')).toEqual(error(80, 4));
  expect(lpos('LPOS k e')).toMatchObject({ rank: undefined, count: undefined });
});

it('COPY reads DB and REPLACE', () => {
  const copy = reader({
    source: key('RO access'),
    destination: key('OW update'),
    destinationDb: option('DB', integer({ min: 0, max: 15, range: OUT_OF_RANGE })),
    replace: flag('REPLACE'),
  });
  expect(copy('COPY a b REPLACE DB 3')).toEqual({ source: 1, destination: 2, destinationDb: 3, replace: true });
  expect(copy('COPY a b DB 16')).toEqual(error(OUT_OF_RANGE, 4));
});

it('SCAN reads MATCH COUNT TYPE', () => {
  const scan = reader({
    cursor: bytes(),
    match: option('MATCH', pattern()),
    count: option('COUNT', integer({ eager: true })),
    type: option('TYPE', bytes()),
  });
  expect(scan('SCAN 0 TYPE string MATCH a* COUNT 10')).toEqual({ cursor: 1, match: 5, count: 10, type: 3 });
  expect(scan('SCAN 0 COUNT x FOO')).toEqual(error(NOT_AN_INTEGER, 3));
});

describe('optional arguments without a word', () => {
  it('are taken while more is left than later fields need', () => {
    const auth = reader({ username: optional(bytes()), password: bytes() });
    expect(auth('AUTH p')).toEqual({ username: undefined, password: 1 });
    expect(auth('AUTH u p')).toEqual({ username: 1, password: 2 });
    expect(auth('AUTH u p q')).toEqual(syntax(3));
    const blpop = reader({ keys: repeat(key('RW access delete')), timeout: double() });
    expect(blpop('BLPOP a b c 0.5')).toEqual({ keys: [1, 3, 1], timeout: 0.5 });
    expect(blpop('BLPOP a x')).toEqual(error(NOT_A_FLOAT, 2));
  });
  it('may be blocks', () => {
    const bitcount = reader({
      key: key('RO access'),
      range: optional(block({ start: integer(), end: integer(), unit: optional(oneof(['BYTE', 'BIT'])) })),
    });
    expect(bitcount('BITCOUNT k')).toEqual({ key: 1, range: undefined });
    expect(bitcount('BITCOUNT k 0 -1 bit')).toEqual({ key: 1, range: { start: 0, end: -1, unit: 'BIT' } });
    expect(bitcount('BITCOUNT k 0')).toMatchObject({ error: SYNTAX_ERROR });
    expect(bitcount('BITCOUNT k 0 1 x')).toMatchObject({ error: SYNTAX_ERROR });
    expect(bitcount('BITCOUNT k')).toEqual({ key: 1, range: undefined });
  });
});

it('FUNCTION LOAD never takes its last argument for an option', () => {
  const load = reader({ replace: flag('REPLACE'), code: bytes() }, { first: 2 });
  expect(load('FUNCTION LOAD REPLACE code')).toEqual({ replace: true, code: 3 });
  expect(load('FUNCTION LOAD REPLACE')).toEqual({ replace: false, code: 2 });
});

it('a row may have its own error for what it does not understand', () => {
  const expire = reader(
    { key: key('RW update'), seconds: integer(), condition: flags(['NX', 'XX', 'GT', 'LT']) },
    { syntaxError: 99 },
  );
  expect(expire('EXPIRE k x NX FOO')).toEqual(error(99, 4));
  expect(expire('EXPIRE k 10 NX GT')).toEqual({
    key: 1,
    seconds: 10,
    condition: { nx: true, xx: false, gt: true, lt: false },
  });
  expect(expire('EXPIRE k 10')).toMatchObject({ condition: { nx: false, gt: false } });
});
