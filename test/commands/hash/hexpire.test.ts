import hexpire from '../../../src/commands/hash/hexpire.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hexpire, {
  'sets the time to live of fields': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXPIRE h 100 FIELDS 2 a zz', ['1) (integer) 1', '2) (integer) -2']],
    ['HTTL h FIELDS 2 a b', ['1) (integer) 100', '2) (integer) -1']],
    ['HEXPIRE missing 100 FIELDS 2 a b', ['1) (integer) -2', '2) (integer) -2']],
    ['OBJECT ENCODING h', '"listpackex"'],
  ],
  'deletes by a time that is over': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXPIRE h 0 FIELDS 2 a zz', ['1) (integer) 2', '2) (integer) -2']],
    ['HKEYS h', ['1) "b"', '2) "c"']],
    ['HEXPIRE h 0 FIELDS 2 b c', ['1) (integer) 2', '2) (integer) 2']],
    ['EXISTS h', '(integer) 0'],
  ],
  'sets on a condition': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXPIRE h 100 XX FIELDS 1 a', '1) (integer) 0'],
    ['HEXPIRE h 100 NX FIELDS 1 a', '1) (integer) 1'],
    ['HEXPIRE h 100 NX FIELDS 2 a b', ['1) (integer) 0', '2) (integer) 1']],
    ['HEXPIRE h 100 GT FIELDS 1 c', '1) (integer) 0'],
    ['HEXPIRE h 200 GT FIELDS 1 a', '1) (integer) 1'],
    ['HEXPIRE h 100 GT FIELDS 1 a', '1) (integer) 0'],
    ['HEXPIRE h 100 LT FIELDS 2 a c', ['1) (integer) 1', '2) (integer) 1']],
    ['HEXPIRE h 200 LT FIELDS 1 a', '1) (integer) 0'],
    ['HEXPIRE h 200 xx fields 1 a', '1) (integer) 1'],
    ['HTTL h FIELDS 3 a b c', ['1) (integer) 200', '2) (integer) 100', '3) (integer) 100']],
  ],
  'refuses what does not fit': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['SET s v', 'OK'],
    ['HEXPIRE s x FOO 1 a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HEXPIRE h x FIELDS 1 a', '(error) ERR value is not an integer or out of range'],
    ['HEXPIRE h -1 FIELDS 1 a', '(error) ERR invalid expire time, must be >= 0'],
    ['HEXPIRE h 70368744177 FIELDS 1 a', "(error) ERR invalid expire time in 'hexpire' command"],
    ['HEXPIRE h 9223372036854775807 FOO 1 a', "(error) ERR invalid expire time in 'hexpire' command"],
    ['HEXPIRE h 100 FIELDS 0 a', '(error) ERR Parameter `numFields` should be greater than 0'],
    ['HEXPIRE h 100 FIELDS x a', '(error) ERR Parameter `numFields` should be greater than 0'],
    ['HEXPIRE h 100 FIELDS 2 a', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HEXPIRE h 100 FIELDS 1 a b', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HEXPIRE h 100 NX FIELDS 1', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HEXPIRE h 100 FOO 1 a', '(error) ERR Mandatory argument FIELDS is missing or not at the right position'],
    ['HEXPIRE h 100 NX XX FIELDS 1 a', '(error) ERR Mandatory argument FIELDS is missing or not at the right position'],
    ['HEXPIRE h 100 FIELDS 1', "(error) ERR wrong number of arguments for 'hexpire' command"],
  ],
});
