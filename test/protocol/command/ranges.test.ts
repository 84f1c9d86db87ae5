import { expect, it } from 'vitest';
import {
  anyOrder,
  block,
  bytes,
  counted,
  double,
  flag,
  halves,
  int64,
  integer,
  key,
  list,
  multiOption,
  oneof,
  option,
  optional,
  pattern,
  repeat,
  rest,
  token,
  unixTime,
  value,
} from '../../../protocol/command/grammar.ts';
import { NOT_AN_INTEGER, SYNTAX_ERROR, WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { reader } from './request.ts';

const error = (code: number, at: number) => ({ error: code, at });
const syntax = (at: number) => error(SYNTAX_ERROR, at);

const expiration = {
  seconds: token('EX', integer()),
  milliseconds: token('PX', integer()),
  unixTimeSeconds: token('EXAT', unixTime()),
  unixTimeMilliseconds: token('PXAT', unixTime()),
};
const limit = option('LIMIT', block({ offset: integer(), count: integer() }));
const unit = () => oneof(['M', 'KM', 'FT', 'MI']);

it('ZRANGE reads BYSCORE REV LIMIT WITHSCORES', () => {
  const zrange = reader({
    key: key('RO access'),
    start: bytes(),
    stop: bytes(),
    sortby: optional(oneof(['BYSCORE', 'BYLEX'])),
    rev: flag('REV'),
    limit: option('LIMIT', block({ offset: integer({ eager: true }), count: integer({ eager: true }) })),
    withscores: flag('WITHSCORES'),
  });
  expect(zrange('ZRANGE k (1 +inf BYSCORE REV LIMIT 0 -1 WITHSCORES')).toEqual({
    key: 1,
    start: 2,
    stop: 3,
    sortby: 'BYSCORE',
    rev: true,
    limit: { offset: 0, count: -1 },
    withscores: true,
  });
  expect(zrange('ZRANGE k 0 1')).toMatchObject({ limit: undefined, sortby: undefined, rev: false });
  expect(zrange('ZRANGE k 0 1 LIMIT x 1 FOO')).toEqual(error(NOT_AN_INTEGER, 5));
  expect(zrange('ZRANGE k 0 1 LIMIT 1')).toMatchObject({ error: SYNTAX_ERROR });
  expect(zrange('ZRANGE k 0 1 BYLEX BYSCORE')).toEqual(syntax(5));
});

it('XADD reads options, an ID or *, and pairs', () => {
  const xadd = reader({
    key: key('RW update'),
    nomkstream: flag('NOMKSTREAM'),
    trim: optional(
      block({
        strategy: oneof(['MAXLEN', 'MINID']),
        operator: optional(oneof({ equal: token('='), approximately: token('~') })),
        threshold: bytes(),
        count: option('LIMIT', integer({ eager: true })),
      }),
    ),
    id: oneof({ id: bytes(), auto: token('*') }),
    data: repeat({ field: value(), value: value() }, { uneven: WRONG_ARITY }),
  });
  expect(xadd('XADD k NOMKSTREAM MAXLEN ~ 10 LIMIT 5 1-1 f v g w')).toEqual({
    key: 1,
    nomkstream: true,
    trim: { strategy: 'MAXLEN', operator: '~', threshold: 5, count: 5 },
    id: { is: 'id', value: 8 },
    data: [9, 2, 2],
  });
  expect(xadd('XADD k MINID 5 * f v')).toMatchObject({
    trim: { strategy: 'MINID', operator: undefined, threshold: 3, count: undefined },
    id: { is: 'auto' },
  });
  expect(xadd('XADD k * f v')).toMatchObject({ nomkstream: false, trim: undefined, data: [3, 1, 2] });
  expect(xadd('XADD k * f v g')).toMatchObject({ error: WRONG_ARITY });
  expect(xadd('XADD k MAXLEN = 10 LIMIT x * f v')).toEqual(error(NOT_AN_INTEGER, 6));
});

it('SORT collects every GET', () => {
  const sort = reader({
    key: key('RO access'),
    by: option('BY', pattern()),
    limit,
    get: multiOption('GET', pattern()),
    order: optional(oneof(['ASC', 'DESC'])),
    alpha: flag('ALPHA'),
    destination: option('STORE', key('OW update')),
  });
  expect(sort('SORT k BY p LIMIT 1 2 GET p GET # ASC ALPHA STORE d')).toEqual({
    key: 1,
    by: 3,
    limit: { offset: 1, count: 2 },
    get: [8, 10],
    order: 'ASC',
    alpha: true,
    destination: 14,
  });
  expect(sort('SORT k GET a')).toMatchObject({ get: [3], by: undefined, destination: undefined });
  expect(sort('SORT k')).toMatchObject({ get: [] });
  expect(sort('SORT k GET')).toEqual(syntax(2));
});

it('GEOSEARCH takes required groups in any order', () => {
  const geosearch = reader({
    key: key('RO access'),
    from: anyOrder(
      oneof({
        member: token('FROMMEMBER', bytes()),
        fromlonlat: token('FROMLONLAT', block({ longitude: double(), latitude: double() })),
      }),
      90,
    ),
    by: anyOrder(
      oneof({
        circle: block({ radius: token('BYRADIUS', double()), unit: unit() }),
        box: block({ width: token('BYBOX', double()), height: double(), unit: unit() }),
      }),
      91,
    ),
    order: optional(oneof(['ASC', 'DESC'])),
    count: optional(block({ count: token('COUNT', integer()), any: flag('ANY') })),
    withcoord: flag('WITHCOORD'),
  });
  expect(geosearch('GEOSEARCH k ASC BYBOX 1 2 km COUNT 3 ANY WITHCOORD FROMLONLAT 1.5 2')).toEqual({
    key: 1,
    from: { is: 'fromlonlat', value: { longitude: 1.5, latitude: 2 } },
    by: { is: 'box', value: { width: 1, height: 2, unit: 'KM' } },
    order: 'ASC',
    count: { count: 3, any: true },
    withcoord: true,
  });
  expect(geosearch('GEOSEARCH k FROMMEMBER m BYRADIUS 1 m COUNT 1 DESC')).toMatchObject({
    from: { is: 'member', value: 3 },
    by: { is: 'circle', value: { radius: 1, unit: 'M' } },
    count: { count: 1, any: false },
  });
  expect(geosearch('GEOSEARCH k BYRADIUS 1 m')).toMatchObject({ error: 90 });
  expect(geosearch('GEOSEARCH k FROMMEMBER m')).toMatchObject({ error: 91 });
  expect(geosearch('GEOSEARCH k FROMMEMBER m BYRADIUS 1 parsec')).toMatchObject({ error: SYNTAX_ERROR });
});

it('BITFIELD reads a list of operations, each into an object of its own', () => {
  const field = { encoding: bytes(), offset: bytes() };
  const bitfield = reader({
    key: key('RW access update variable_flags'),
    operations: list(
      oneof({
        get: token('GET', block(field)),
        overflow: token('OVERFLOW', oneof(['WRAP', 'SAT', 'FAIL'])),
        set: token('SET', block({ ...field, value: int64() })),
        incrby: token('INCRBY', block({ ...field, increment: int64() })),
      }),
    ),
  });
  expect(bitfield('BITFIELD k')).toEqual({ key: 1, operations: [] });
  expect(bitfield('BITFIELD k GET u8 0 OVERFLOW sat SET i64 #1 9223372036854775807 GET u4 1')).toEqual({
    key: 1,
    operations: [
      { is: 'get', value: { encoding: 3, offset: 4 } },
      { is: 'overflow', value: 'SAT' },
      { is: 'set', value: { encoding: 8, offset: 9, value: 9223372036854775807n } },
      { is: 'get', value: { encoding: 12, offset: 13 } },
    ],
  });
  expect(bitfield('BITFIELD k SET u8 0 1')).toMatchObject({ operations: [{ is: 'set', value: { value: 1 } }] });
  expect(bitfield('BITFIELD k SET u8 0')).toMatchObject({ error: SYNTAX_ERROR });
  expect(bitfield('BITFIELD k FOO')).toEqual(syntax(2));
});

it('CLIENT KILL knows its old form by its length', () => {
  const kill = reader(
    {
      filter: oneof({
        oldFormat: bytes({ alone: true }),
        newFormat: list(
          oneof({
            clientId: token('ID', integer()),
            clientType: token('TYPE', oneof(['NORMAL', 'PUBSUB'])),
            addr: token('ADDR', bytes()),
            skipme: token('SKIPME', oneof(['YES', 'NO'])),
          }),
          { min: 1 },
        ),
      }),
    },
    { first: 2 },
  );
  expect(kill('CLIENT KILL 127.0.0.1:5')).toEqual({ filter: { is: 'oldFormat', value: 2 } });
  expect(kill('CLIENT KILL ID')).toEqual({ filter: { is: 'oldFormat', value: 2 } });
  expect(kill('CLIENT KILL ID 5 SKIPME no ADDR a')).toEqual({
    filter: {
      is: 'newFormat',
      value: [
        { is: 'clientId', value: 5 },
        { is: 'skipme', value: 'NO' },
        { is: 'addr', value: 7 },
      ],
    },
  });
  expect(kill('CLIENT KILL ID 5 FOO 6')).toEqual(syntax(4));
  expect(kill('CLIENT KILL FOO 6')).toMatchObject({ error: SYNTAX_ERROR });
});

it('MSETEX counts pairs', () => {
  const msetex = reader({
    data: counted({ key: key('OW update'), value: value() }, { range: 70, tooMany: WRONG_ARITY }),
    condition: optional(oneof(['NX', 'XX'])),
    expiration: optional(oneof({ ...expiration, keepttl: token('KEEPTTL') })),
  });
  expect(msetex('MSETEX 2 a 1 b 2 NX EX 10')).toEqual({
    data: [2, 2, 2],
    condition: 'NX',
    expiration: { is: 'seconds', value: 10 },
  });
  expect(msetex('MSETEX 1 a 1')).toEqual({ data: [2, 1, 2], condition: undefined, expiration: undefined });
  expect(msetex('MSETEX 2 a 1')).toEqual(error(WRONG_ARITY, 1));
  expect(msetex('MSETEX 0 a 1')).toEqual(error(70, 1));
  expect(msetex('MSETEX x a 1')).toEqual(error(NOT_AN_INTEGER, 1));
});

it('HEXPIRE counts fields that must be the last arguments', () => {
  const hexpire = reader({
    key: key('RW update'),
    seconds: integer(),
    condition: optional(oneof(['NX', 'XX', 'GT', 'LT'])),
    fields: token('FIELDS', counted(bytes(), { count: 'numfields', range: 60, mismatch: 61 })),
  });
  expect(hexpire('HEXPIRE k 10 NX FIELDS 2 f g')).toEqual({ key: 1, seconds: 10, condition: 'NX', fields: [6, 2, 1] });
  expect(hexpire('HEXPIRE k 10 FIELDS 1 f')).toMatchObject({ condition: undefined, fields: [5, 1, 1] });
  expect(hexpire('HEXPIRE k 10 FIELDS 1 f g')).toMatchObject({ error: 61 });
  expect(hexpire('HEXPIRE k 10 FIELDS 0 f')).toMatchObject({ error: 60 });
  expect(hexpire('HEXPIRE k 10 FOO 1 f')).toMatchObject({ error: SYNTAX_ERROR });
});

it('XREAD splits what follows STREAMS in halves', () => {
  const xread = reader({
    count: option('COUNT', integer()),
    block: option('BLOCK', integer()),
    streams: token('STREAMS', halves({ keys: key('RO access'), ids: bytes() }, { uneven: 50 })),
  });
  expect(xread('XREAD COUNT 1 BLOCK 0 STREAMS a b 0 $')).toEqual({
    count: 1,
    block: 0,
    streams: { keys: [6, 2, 1], ids: [8, 2, 1] },
  });
  expect(xread('XREAD STREAMS a 0')).toEqual({
    count: undefined,
    block: undefined,
    streams: { keys: [2, 1, 1], ids: [3, 1, 1] },
  });
  expect(xread('XREAD STREAMS a b 0')).toEqual(error(50, 2));
  expect(xread('XREAD COUNT 1 a b')).toMatchObject({ error: SYNTAX_ERROR });
});

it('EVAL counts keys and leaves the rest to the script', () => {
  const evaluate = reader({
    script: bytes(),
    keys: counted(key('RW access update'), { min: 0, range: 40, tooMany: 41 }),
    args: rest(),
  });
  expect(evaluate('EVAL s 0')).toEqual({ script: 1, keys: [3, 0, 1], args: [0, 0, 1] });
  expect(evaluate('EVAL s 2 a b c d e')).toEqual({ script: 1, keys: [3, 2, 1], args: [5, 3, 1] });
  expect(evaluate('EVAL s 3 a b')).toEqual(error(41, 2));
  expect(evaluate('EVAL s -1 a b')).toEqual(error(40, 2));
});

it('WEIGHTS come as many as keys', () => {
  const zunion = reader({
    keys: counted(key('RO access'), { range: 30 }),
    weights: option('WEIGHTS', repeat(double({ invalid: 31 }), { times: 'keys' })),
    aggregate: option('AGGREGATE', oneof(['SUM', 'MIN', 'MAX'])),
    withscores: flag('WITHSCORES'),
  });
  expect(zunion('ZUNION 2 a b WEIGHTS 1 2.5 AGGREGATE max WITHSCORES')).toEqual({
    keys: [2, 2, 1],
    weights: [5, 2, 1, [1, 2.5]],
    aggregate: 'MAX',
    withscores: true,
  });
  expect(zunion('ZUNION 2 a b WEIGHTS 1')).toMatchObject({ error: SYNTAX_ERROR });
  expect(zunion('ZUNION 2 a b WEIGHTS 1 x')).toMatchObject({ error: 31 });
  expect(zunion('ZUNION 1 a AGGREGATE')).toEqual(syntax(3));
});
