import { expect, it } from 'vitest';
import { bytes, double, flag, flags, integer, key, repeat } from '../../../protocol/command/grammar.ts';
import { NOT_A_FLOAT, NOT_AN_INTEGER, SYNTAX_ERROR, WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { reader, request, STREAMED } from './request.ts';

it('counts the items behind fixed fields', () => {
  const sadd = reader({ key: key('RW insert'), members: repeat(bytes()) });
  expect(sadd('SADD k a')).toEqual({ key: 1, members: [2, 1, 1] });
  expect(sadd('SADD k a b c')).toEqual({ key: 1, members: [2, 3, 1] });
  expect(sadd(request(['SADD', 'k', STREAMED, 'b']))).toEqual({ key: 1, members: [2, 2, 1] });
  expect(sadd('SADD k')).toEqual({ error: SYNTAX_ERROR, at: 2 });
});

it('says what an incomplete item is', () => {
  const hset = reader({
    key: key('RW update'),
    data: repeat({ field: bytes(), value: bytes() }, { uneven: WRONG_ARITY }),
  });
  expect(hset('HSET k f v g w')).toEqual({ key: 1, data: [2, 2, 2] });
  expect(hset('HSET k f v g')).toEqual({ error: WRONG_ARITY, at: 2 });
  expect(hset('HSET k f v')).toEqual({ key: 1, data: [2, 1, 2] });
});

it('looks for options first, and forgets those of the request before', () => {
  const zadd = reader(
    {
      key: key('RW update'),
      condition: flags(['NX', 'XX']),
      change: flag('CH'),
      data: repeat({ score: double(), member: bytes() }),
    },
    { check: (args: never) => ((args as { change: boolean }).change ? WRONG_ARITY : 0) },
  );
  const no = { nx: false, xx: false };
  expect(zadd('ZADD k 1 a 2.5 b')).toEqual({ key: 1, condition: no, change: false, data: [2, 2, 2, [1, 2.5]] });
  expect(zadd('ZADD k nx 3 c')).toMatchObject({ condition: { nx: true, xx: false }, data: [3, 1, 2, [3]] });
  expect(zadd('ZADD k 4 d')).toEqual({ key: 1, condition: no, change: false, data: [2, 1, 2, [4]] });
  expect(zadd('ZADD k CH 4 d')).toMatchObject({ error: WRONG_ARITY });
  expect(zadd('ZADD k 1 a x b')).toEqual({ error: NOT_A_FLOAT, at: 4 });
  expect(zadd('ZADD k 1 a 2')).toMatchObject({ error: SYNTAX_ERROR });
  expect(zadd('ZADD k 5 e')).toMatchObject({ change: false, data: [2, 1, 2, [5]] });
});

it('reads other numbers too', () => {
  const read = reader({ key: key('RO'), numbers: repeat(integer()) });
  expect(read('N k 1 2')).toEqual({ key: 1, numbers: [2, 2, 1, [1, 2]] });
  expect(read('N k 1 x 3')).toEqual({ error: NOT_AN_INTEGER, at: 3 });
});
