import hgetex from '../../../src/commands/hash/hgetex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hgetex, {
  'gives and sets the time to live': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HGETEX h FIELDS 2 a zz', ['1) "1"', '2) (nil)']],
    ['HGETEX h EX 100 FIELDS 1 a', '1) "1"'],
    ['HTTL h FIELDS 2 a b', ['1) (integer) 100', '2) (integer) -1']],
    ['HGETEX h px 200000 fields 1 a', '1) "1"'],
    ['HTTL h FIELDS 1 a', '1) (integer) 200'],
    ['HGETEX h EXAT 4102444800 FIELDS 1 a', '1) "1"'],
    ['HEXPIRETIME h FIELDS 1 a', '1) (integer) 4102444800'],
    ['HGETEX h PXAT 4102444800123 FIELDS 1 a', '1) "1"'],
    ['HPEXPIRETIME h FIELDS 1 a', '1) (integer) 4102444800123'],
    ['HGETEX h PERSIST FIELDS 2 a b', ['1) "1"', '2) "2"']],
    ['HTTL h FIELDS 1 a', '1) (integer) -1'],
  ],
  'deletes by a time that is over': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HGETEX h EX 0 FIELDS 1 a', '1) "1"'],
    ['HGETEX h PXAT 1 FIELDS 2 b c', ['1) "2"', '2) "three"']],
    ['EXISTS h', '(integer) 0'],
  ],
  'makes room for times whether there are fields or not': [
    ['HSET h a 1', '(integer) 1'],
    ['HGETEX h FIELDS 1 zz', '1) (nil)'],
    ['OBJECT ENCODING h', '"listpack"'],
    ['HGETEX h PERSIST FIELDS 1 zz', '1) (nil)'],
    ['OBJECT ENCODING h', '"listpackex"'],
  ],
  'refuses what does not fit': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['SET s v', 'OK'],
    ['HGETEX s FOO FIELDS 1 a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HGETEX h EX -1 FIELDS 1 a', '(error) ERR invalid expire time, must be >= 0'],
    ['HGETEX h EX x FIELDS 1 a', '(error) ERR value is not an integer or out of range'],
    ['HGETEX h EX 9223372036854775807 FIELDS 1 a', "(error) ERR invalid expire time in 'hgetex' command"],
    ['HGETEX h PXAT 70368744177664 FIELDS 1 a', "(error) ERR invalid expire time in 'hgetex' command"],
    ['HGETEX h EX 1 PX 1 FIELDS 1 a', '(error) ERR Mandatory argument FIELDS is missing or not at the right position'],
    ['HGETEX h KEEPTTL FIELDS 1 a', '(error) ERR Mandatory argument FIELDS is missing or not at the right position'],
    ['HGETEX h FIELDS 2 a', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HGETEX h FIELDS 1 a b', '(error) ERR The `numfields` parameter must match the number of arguments'],
    ['HGETEX h FIELDS 0 a', '(error) ERR Number of fields must be a positive integer'],
    ['HGETEX h EX 10', "(error) ERR wrong number of arguments for 'hgetex' command"],
  ],
});
