import zunion from '../../../src/commands/sorted-set/zunion.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zunion, {
  'keeps the sign of a zero': [
    ['ZADD a 0 d', '(integer) 1'],
    ['ZUNION 1 a WEIGHTS -1 WITHSCORES', ['1) "d"', '2) "-0"']],
    ['ZUNION 2 a a WEIGHTS -1 1 WITHSCORES', ['1) "d"', '2) "0"']],
  ],
  combines: [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z 30 w', '(integer) 3'],
    ['SADD s x y', '(integer) 2'],
    ['ZUNION 2 a b', ['1) "x"', '2) "y"', '3) "z"', '4) "w"']],
    ['ZUNION 2 a b WITHSCORES', ['1) "x"', '2) "1"', '3) "y"', '4) "12"', '5) "z"', '6) "23"', '7) "w"', '8) "30"']],
    ['ZUNION 2 a missing WITHSCORES', ['1) "x"', '2) "1"', '3) "y"', '4) "2"', '5) "z"', '6) "3"']],
    ['ZUNION 2 missing a', ['1) "x"', '2) "y"', '3) "z"']],
    ['ZUNION 2 a s WITHSCORES', ['1) "x"', '2) "2"', '3) "y"', '4) "3"', '5) "z"', '6) "3"']],
    ['ZUNION 2 s a WITHSCORES', ['1) "x"', '2) "2"', '3) "y"', '4) "3"', '5) "z"', '6) "3"']],
    ['ZUNION 2 a a WITHSCORES', ['1) "x"', '2) "2"', '3) "y"', '4) "4"', '5) "z"', '6) "6"']],
    ['ZUNION 1 missing', '(empty array)'],
  ],
  'weighs and aggregates': [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z 30 w', '(integer) 3'],
    ['SADD s x y', '(integer) 2'],
    [
      'ZUNION 2 a b WEIGHTS 2 0.5 WITHSCORES',
      ['1) "x"', '2) "2"', '3) "y"', '4) "9"', '5) "w"', '6) "15"', '7) "z"', '8) "16"'],
    ],
    [
      'ZUNION 2 a b WEIGHTS -1 inf WITHSCORES',
      ['1) "x"', '2) "-1"', '3) "w"', '4) "inf"', '5) "y"', '6) "inf"', '7) "z"', '8) "inf"'],
    ],
    [
      'ZUNION 2 a b AGGREGATE MIN WITHSCORES',
      ['1) "x"', '2) "1"', '3) "y"', '4) "2"', '5) "z"', '6) "3"', '7) "w"', '8) "30"'],
    ],
    [
      'ZUNION 2 a b aggregate max weights 1 2 withscores',
      ['1) "x"', '2) "1"', '3) "y"', '4) "20"', '5) "z"', '6) "40"', '7) "w"', '8) "60"'],
    ],
    ['ZUNION 2 a b AGGREGATE SUM', ['1) "x"', '2) "y"', '3) "z"', '4) "w"']],
    ['ZUNION 2 a b WEIGHTS 1', '(error) ERR syntax error'],
    ['ZUNION 2 a b WEIGHTS 1 abc', '(error) ERR weight value is not a float'],
    ['ZUNION 2 a b AGGREGATE FOO', '(error) ERR syntax error'],
    ['ZADD i inf x', '(integer) 1'],
    ['ZADD j -inf x', '(integer) 1'],
    ['ZUNION 2 i j WITHSCORES', ['1) "x"', '2) "0"']],
    ['ZUNION 1 i WEIGHTS 0 WITHSCORES', ['1) "x"', '2) "0"']],
  ],
  'refuses what does not fit': [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z 30 w', '(integer) 3'],
    ['SADD s x y', '(integer) 2'],
    ['SET str v', 'OK'],
    ['ZUNION 0 a', "(error) ERR at least 1 input key is needed for 'zunion' command"],
    ['ZUNION abc a', '(error) ERR value is not an integer or out of range'],
    ['ZUNION 3 a b', '(error) ERR syntax error'],
    ['ZUNION 1 a FOO', '(error) ERR syntax error'],
    ['ZUNION 1 str FOO', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['ZUNION 2 a str', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['ZUNION 1 a WITHSCORES x', '(error) ERR syntax error'],
    ['ZUNION 1 a LIMIT 1', '(error) ERR syntax error'],
  ],
});
