import httl from '../../../src/commands/hash/httl.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(httl, {
  'gives a time for each field': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXPIRE h 100 FIELDS 1 a', '1) (integer) 1'],
    ['HTTL h FIELDS 3 a c zz', ['1) (integer) 100', '2) (integer) -1', '3) (integer) -2']],
    ['HTTL missing FIELDS 2 a b', ['1) (integer) -2', '2) (integer) -2']],
  ],
  'refuses what does not fit': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['SET s v', 'OK'],
    ['HTTL s FOO 1 a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HTTL h FIELDS 0 a', '(error) ERR Number of fields must be a positive integer'],
    ['HTTL h FIELDS x a', '(error) ERR Number of fields must be a positive integer'],
    ['HTTL h FIELDS 2 a', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HTTL h FIELDS 1 a b', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HTTL h FOO 1 a', '(error) ERR Mandatory argument FIELDS is missing or not at the right position'],
    ['HTTL h FIELDS 1', "(error) ERR wrong number of arguments for 'httl' command"],
  ],
});
