import hexpireat from '../../../src/commands/hash/hexpireat.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hexpireat, {
  'sets the time to live of fields': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXPIREAT h 4102444800 FIELDS 2 a zz', ['1) (integer) 1', '2) (integer) -2']],
    ['HEXPIRETIME h FIELDS 2 a b', ['1) (integer) 4102444800', '2) (integer) -1']],
    ['HEXPIREAT missing 4102444800 FIELDS 2 a b', ['1) (integer) -2', '2) (integer) -2']],
    ['OBJECT ENCODING h', '"listpackex"'],
  ],
  'deletes by a time that is over': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXPIREAT h 1 FIELDS 2 a zz', ['1) (integer) 2', '2) (integer) -2']],
    ['HKEYS h', ['1) "b"', '2) "c"']],
    ['HEXPIREAT h 0 FIELDS 2 b c', ['1) (integer) 2', '2) (integer) 2']],
    ['EXISTS h', '(integer) 0'],
  ],
  'sets on a condition': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXPIREAT h 4102444800 XX FIELDS 1 a', '1) (integer) 0'],
    ['HEXPIREAT h 4102444800 NX FIELDS 1 a', '1) (integer) 1'],
    ['HEXPIREAT h 4102444800 NX FIELDS 2 a b', ['1) (integer) 0', '2) (integer) 1']],
    ['HEXPIREAT h 4102444800 GT FIELDS 1 c', '1) (integer) 0'],
    ['HEXPIREAT h 4102448400 GT FIELDS 1 a', '1) (integer) 1'],
    ['HEXPIREAT h 4102444800 GT FIELDS 1 a', '1) (integer) 0'],
    ['HEXPIREAT h 4102444800 LT FIELDS 2 a c', ['1) (integer) 1', '2) (integer) 1']],
    ['HEXPIREAT h 4102448400 LT FIELDS 1 a', '1) (integer) 0'],
    ['HEXPIREAT h 4102448400 xx fields 1 a', '1) (integer) 1'],
    ['HEXPIRETIME h FIELDS 3 a b c', ['1) (integer) 4102448400', '2) (integer) 4102444800', '3) (integer) 4102444800']],
  ],
  'refuses what does not fit': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['SET s v', 'OK'],
    ['HEXPIREAT s x FOO 1 a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HEXPIREAT h x FIELDS 1 a', '(error) ERR value is not an integer or out of range'],
    ['HEXPIREAT h -1 FIELDS 1 a', '(error) ERR invalid expire time, must be >= 0'],
    ['HEXPIREAT h 70368744178 FIELDS 1 a', "(error) ERR invalid expire time in 'hexpireat' command"],
    ['HEXPIREAT h 9223372036854775807 FOO 1 a', "(error) ERR invalid expire time in 'hexpireat' command"],
    ['HEXPIREAT h 4102444800 FIELDS 0 a', '(error) ERR Parameter `numFields` should be greater than 0'],
    ['HEXPIREAT h 4102444800 FIELDS x a', '(error) ERR Parameter `numFields` should be greater than 0'],
    ['HEXPIREAT h 4102444800 FIELDS 2 a', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HEXPIREAT h 4102444800 FIELDS 1 a b', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HEXPIREAT h 4102444800 NX FIELDS 1', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HEXPIREAT h 4102444800 FOO 1 a', '(error) ERR Mandatory argument FIELDS is missing or not at the right position'],
    [
      'HEXPIREAT h 4102444800 NX XX FIELDS 1 a',
      '(error) ERR Mandatory argument FIELDS is missing or not at the right position',
    ],
    ['HEXPIREAT h 4102444800 FIELDS 1', "(error) ERR wrong number of arguments for 'hexpireat' command"],
  ],
});
