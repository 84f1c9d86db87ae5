import hpexpireat from '../../../src/commands/hash/hpexpireat.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hpexpireat, {
  'sets the time to live of fields': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HPEXPIREAT h 4102444800123 FIELDS 2 a zz', ['1) (integer) 1', '2) (integer) -2']],
    ['HPEXPIRETIME h FIELDS 2 a b', ['1) (integer) 4102444800123', '2) (integer) -1']],
    ['HPEXPIREAT missing 4102444800123 FIELDS 2 a b', ['1) (integer) -2', '2) (integer) -2']],
    ['OBJECT ENCODING h', '"listpackex"'],
  ],
  'deletes by a time that is over': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HPEXPIREAT h 1 FIELDS 2 a zz', ['1) (integer) 2', '2) (integer) -2']],
    ['HKEYS h', ['1) "b"', '2) "c"']],
    ['HPEXPIREAT h 0 FIELDS 2 b c', ['1) (integer) 2', '2) (integer) 2']],
    ['EXISTS h', '(integer) 0'],
  ],
  'sets on a condition': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HPEXPIREAT h 4102444800123 XX FIELDS 1 a', '1) (integer) 0'],
    ['HPEXPIREAT h 4102444800123 NX FIELDS 1 a', '1) (integer) 1'],
    ['HPEXPIREAT h 4102444800123 NX FIELDS 2 a b', ['1) (integer) 0', '2) (integer) 1']],
    ['HPEXPIREAT h 4102444800123 GT FIELDS 1 c', '1) (integer) 0'],
    ['HPEXPIREAT h 4102448400123 GT FIELDS 1 a', '1) (integer) 1'],
    ['HPEXPIREAT h 4102444800123 GT FIELDS 1 a', '1) (integer) 0'],
    ['HPEXPIREAT h 4102444800123 LT FIELDS 2 a c', ['1) (integer) 1', '2) (integer) 1']],
    ['HPEXPIREAT h 4102448400123 LT FIELDS 1 a', '1) (integer) 0'],
    ['HPEXPIREAT h 4102448400123 xx fields 1 a', '1) (integer) 1'],
    [
      'HPEXPIRETIME h FIELDS 3 a b c',
      ['1) (integer) 4102448400123', '2) (integer) 4102444800123', '3) (integer) 4102444800123'],
    ],
  ],
  'refuses what does not fit': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['SET s v', 'OK'],
    ['HPEXPIREAT s x FOO 1 a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HPEXPIREAT h x FIELDS 1 a', '(error) ERR value is not an integer or out of range'],
    ['HPEXPIREAT h -1 FIELDS 1 a', '(error) ERR invalid expire time, must be >= 0'],
    ['HPEXPIREAT h 70368744177664 FIELDS 1 a', "(error) ERR invalid expire time in 'hpexpireat' command"],
    ['HPEXPIREAT h 9223372036854775807 FOO 1 a', "(error) ERR invalid expire time in 'hpexpireat' command"],
    ['HPEXPIREAT h 4102444800123 FIELDS 0 a', '(error) ERR Parameter `numFields` should be greater than 0'],
    ['HPEXPIREAT h 4102444800123 FIELDS x a', '(error) ERR Parameter `numFields` should be greater than 0'],
    [
      'HPEXPIREAT h 4102444800123 FIELDS 2 a',
      '(error) ERR The `numfields` parameter must match the number of arguments',
    ],
    [
      'HPEXPIREAT h 4102444800123 FIELDS 1 a b',
      '(error) ERR The `numfields` parameter must match the number of arguments',
    ],
    [
      'HPEXPIREAT h 4102444800123 NX FIELDS 1',
      '(error) ERR The `numfields` parameter must match the number of arguments',
    ],
    [
      'HPEXPIREAT h 4102444800123 FOO 1 a',
      '(error) ERR Mandatory argument FIELDS is missing or not at the right position',
    ],
    [
      'HPEXPIREAT h 4102444800123 NX XX FIELDS 1 a',
      '(error) ERR Mandatory argument FIELDS is missing or not at the right position',
    ],
    ['HPEXPIREAT h 4102444800123 FIELDS 1', "(error) ERR wrong number of arguments for 'hpexpireat' command"],
  ],
});
