import hsetex from '../../../src/commands/hash/hsetex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hsetex, {
  'sets with a time to live': [
    ['HSETEX h EX 100 FIELDS 2 a 1 b 2', '(integer) 1'],
    ['HTTL h FIELDS 2 a b', ['1) (integer) 100', '2) (integer) 100']],
    ['HSETEX h KEEPTTL FIELDS 1 a 3', '(integer) 1'],
    ['HTTL h FIELDS 1 a', '1) (integer) 100'],
    ['HSETEX h FIELDS 1 a 4', '(integer) 1'],
    ['HTTL h FIELDS 1 a', '1) (integer) -1'],
    ['HSETEX h pxat 4102444800123 fields 1 a 5', '(integer) 1'],
    ['HPEXPIRETIME h FIELDS 1 a', '1) (integer) 4102444800123'],
    ['HGET h a', '"5"'],
  ],
  'sets on a condition': [
    ['HSETEX h FXX FIELDS 1 a 1', '(integer) 0'],
    ['EXISTS h', '(integer) 0'],
    ['HSETEX h FNX FIELDS 2 a 1 b 2', '(integer) 1'],
    ['HSETEX h FNX FIELDS 2 b 3 c 3', '(integer) 0'],
    ['HSETEX h FXX FIELDS 2 b 3 c 3', '(integer) 0'],
    ['HSETEX h FXX EX 100 FIELDS 2 a 5 b 6', '(integer) 1'],
    ['HMGET h a b c', ['1) "5"', '2) "6"', '3) (nil)']],
  ],
  'deletes by a time that is over': [
    ['HSET h a 1 b 2', '(integer) 2'],
    ['HSETEX h EXAT 1 FIELDS 1 a 1', '(integer) 1'],
    ['HGETALL h', ['1) "b"', '2) "2"']],
    ['HSETEX h EX 0 FIELDS 1 b 1', '(integer) 1'],
    ['EXISTS h', '(integer) 0'],
    ['HSETEX new PX 0 FIELDS 1 b 1', '(integer) 1'],
    ['EXISTS new', '(integer) 0'],
  ],
  'refuses what does not fit': [
    ['SET s v', 'OK'],
    ['HSETEX s EX 10 FIELDS 1 a 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HSETEX s FOO FIELDS 1 a 1', '(error) ERR unknown argument: FOO'],
    [
      'HSETEX h EX 1 PX 1 FIELDS 1 a 1',
      '(error) ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified',
    ],
    [
      'HSETEX h EX 1 KEEPTTL FIELDS 1 a 1',
      '(error) ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified',
    ],
    ['HSETEX h FNX FXX FIELDS 1 a 1', '(error) ERR Only one of FXX or FNX arguments can be specified'],
    ['HSETEX h FIELDS 2 a 1', "(error) ERR wrong number of arguments for 'hsetex' command"],
    ['HSETEX h FIELDS 1 a 1 b', "(error) ERR wrong number of arguments for 'hsetex' command"],
    ['HSETEX h FIELDS 0 a 1', '(error) ERR invalid number of fields'],
    ['HSETEX h FIELDS 2147483648 a 1', '(error) ERR invalid number of fields'],
    ['HSETEX h FIELDS x a 1', '(error) ERR invalid number of fields'],
    ['HSETEX h EX -1 FIELDS 1 a 1', '(error) ERR invalid expire time, must be >= 0'],
    ['HSETEX h EX x FIELDS 1 a 1', '(error) ERR value is not an integer or out of range'],
    ['HSETEX h FNX EX 10 FIELDS', "(error) ERR wrong number of arguments for 'hsetex' command"],
    ['HSETEX h FNX FNX', "(error) ERR wrong number of arguments for 'hsetex' command"],
    ['EXISTS h', '(integer) 0'],
  ],
});
