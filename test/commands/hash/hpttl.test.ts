import hpttl from '../../../src/commands/hash/hpttl.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hpttl, {
  'gives a time for each field': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HPEXPIREAT h 4102444800123 FIELDS 1 b', '1) (integer) 1'],
    ['HPTTL h FIELDS 3 a c zz', ['1) (integer) -1', '2) (integer) -1', '3) (integer) -2']],
    ['HPTTL missing FIELDS 2 a b', ['1) (integer) -2', '2) (integer) -2']],
  ],
  'refuses what does not fit': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['SET s v', 'OK'],
    ['HPTTL s FOO 1 a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HPTTL h FIELDS 0 a', '(error) ERR Number of fields must be a positive integer'],
    ['HPTTL h FIELDS x a', '(error) ERR Number of fields must be a positive integer'],
    ['HPTTL h FIELDS 2 a', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HPTTL h FIELDS 1 a b', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HPTTL h FOO 1 a', '(error) ERR Mandatory argument FIELDS is missing or not at the right position'],
    ['HPTTL h FIELDS 1', "(error) ERR wrong number of arguments for 'hpttl' command"],
  ],
});
