import hpersist from '../../../src/commands/hash/hpersist.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hpersist, {
  'ends the time to live': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXPIRE h 100 FIELDS 2 a b', ['1) (integer) 1', '2) (integer) 1']],
    ['HPERSIST h FIELDS 3 a c zz', ['1) (integer) 1', '2) (integer) -1', '3) (integer) -2']],
    ['HTTL h FIELDS 2 a b', ['1) (integer) -1', '2) (integer) 100']],
    ['HPERSIST missing FIELDS 2 a b', ['1) (integer) -2', '2) (integer) -2']],
  ],
  'refuses what does not fit': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['SET s v', 'OK'],
    ['HPERSIST s FIELDS 1 a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HPERSIST h FIELDS 0 a', '(error) ERR Number of fields must be a positive integer'],
    ['HPERSIST h FIELDS 2 a', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HPERSIST h FIELDS 1 a b', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HPERSIST h FOO 1 a', '(error) ERR Mandatory argument FIELDS is missing or not at the right position'],
    ['HPERSIST h FIELDS x a', '(error) ERR Number of fields must be a positive integer'],
    ['HPERSIST h FIELDS 1', "(error) ERR wrong number of arguments for 'hpersist' command"],
  ],
});
