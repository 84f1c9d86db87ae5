import hgetdel from '../../../src/commands/hash/hgetdel.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hgetdel, {
  'gives and deletes': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HGETDEL h FIELDS 3 a zz a', ['1) "1"', '2) (nil)', '3) (nil)']],
    ['HGETALL h', ['1) "b"', '2) "2"', '3) "c"', '4) "three"']],
    ['HGETDEL h FIELDS 2 b c', ['1) "2"', '2) "three"']],
    ['EXISTS h', '(integer) 0'],
    ['HGETDEL missing FIELDS 2 a b', ['1) (nil)', '2) (nil)']],
  ],
  'refuses what does not fit': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['SET s v', 'OK'],
    ['HGETDEL s FOO 1 a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HGETDEL h FIELDS 0 a', '(error) ERR Number of fields must be a positive integer'],
    ['HGETDEL h FIELDS 2 a', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HGETDEL h FIELDS 1 a b', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HGETDEL h FOO 1 a', '(error) ERR Mandatory argument FIELDS is missing or not at the right position'],
    ['HGETDEL h FIELDS x a', '(error) ERR Number of fields must be a positive integer'],
    ['HGETDEL h FIELDS 1', "(error) ERR wrong number of arguments for 'hgetdel' command"],
  ],
});
