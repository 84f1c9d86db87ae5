import sort from '../../../src/commands/generic/sort.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sort, {
  'numbers and words': [
    ['RPUSH l 3 1 10 2.5 -inf', '(integer) 5'],
    ['SORT l', '1) "-inf"\n2) "1"\n3) "2.5"\n4) "3"\n5) "10"'],
    ['SORT l DESC LIMIT 1 2', '1) "3"\n2) "2.5"'],
    ['SORT l ALPHA', '1) "-inf"\n2) "1"\n3) "10"\n4) "2.5"\n5) "3"'],
    ['SORT l LIMIT 10 1', '(empty array)'],
    ['SORT l LIMIT 0 -1', '1) "-inf"\n2) "1"\n3) "2.5"\n4) "3"\n5) "10"'],
    ['RPUSH l x', '(integer) 6'],
    ['SORT l', "(error) ERR One or more scores can't be converted into double"],
  ],
  'by and get': [
    ['RPUSH l 1 2 3', '(integer) 3'],
    ['MSET w1 3 w2 1 w3 2 n1 one', 'OK'],
    ['HSET h2 f two', '(integer) 1'],
    ['SORT l BY w*', '1) "2"\n2) "3"\n3) "1"'],
    [
      'SORT l BY w* GET n* GET h*->f GET #',
      '1) (nil)\n2) "two"\n3) "2"\n4) (nil)\n5) (nil)\n6) "3"\n7) "one"\n8) (nil)\n9) "1"',
    ],
    ['SORT l BY nosort DESC', '1) "3"\n2) "2"\n3) "1"'],
    ['SORT l BY h*->f ALPHA', '1) "1"\n2) "3"\n3) "2"'],
  ],
  store: [
    ['SADD s c a b', '(integer) 3'],
    ['SORT s BY nosort STORE d', '(integer) 3'],
    ['LRANGE d 0 -1', '1) "a"\n2) "b"\n3) "c"'],
    ['SORT missing STORE d', '(integer) 0'],
    ['EXISTS d', '(integer) 0'],
  ],
  'leaves a sorted set big': [
    ['ZADD z 3 1 1 2 2 3', '(integer) 3'],
    ['OBJECT ENCODING z', '"listpack"'],
    ['SORT z BY nosort LIMIT 0 1', '1) "2"'],
    ['OBJECT ENCODING z', '"skiplist"'],
    ['ZRANGE z 0 -1 WITHSCORES', '1) "2"\n2) "1"\n3) "3"\n4) "2"\n5) "1"\n6) "3"'],
    ['SORT z DESC', '1) "3"\n2) "2"\n3) "1"'],
    ['ZADD y 1 a', '(integer) 1'],
    ['SORT_RO y ALPHA LIMIT 0 0', '(empty array)'],
    ['OBJECT ENCODING y', '"skiplist"'],
  ],
  'refuses what it does not know': [
    ['SORT l FOO', '(error) ERR syntax error'],
    ['SORT l LIMIT 0', '(error) ERR syntax error'],
    ['SORT l LIMIT a 1', '(error) ERR value is not an integer or out of range'],
    ['SORT l BY', '(error) ERR syntax error'],
    ['SET k v', 'OK'],
    ['SORT k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
