import hincrby from '../../../src/commands/hash/hincrby.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hincrby, {
  'adds to integers': [
    ['HINCRBY h a 5', '(integer) 5'],
    ['HINCRBY h a -8', '(integer) -3'],
    ['HSET h b 9007199254740993', '(integer) 1'],
    ['HINCRBY h b 2', '(integer) 9007199254740995'],
    ['HINCRBY h b -9007199254740996', '(integer) -1'],
    ['HGETALL h', ['1) "a"', '2) "-3"', '3) "b"', '4) "-1"']],
  ],
  'keeps the time to live': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXPIRE h 100 FIELDS 1 a', '1) (integer) 1'],
    ['HINCRBY h a 1', '(integer) 2'],
    ['HTTL h FIELDS 1 a', '1) (integer) 100'],
  ],
  'stays within 64 bits': [
    ['HSET h a 9223372036854775806', '(integer) 1'],
    ['HINCRBY h a 1', '(integer) 9223372036854775807'],
    ['HINCRBY h a 1', '(error) ERR increment or decrement would overflow'],
    ['HSET h a -9223372036854775808', '(integer) 0'],
    ['HINCRBY h a -1', '(error) ERR increment or decrement would overflow'],
    ['HINCRBY h a 9223372036854775807', '(integer) -1'],
  ],
  'refuses what is no integer': [
    [
      ['HSET', 'h', 'a', '1.5', 'b', ' 1', 'c', '', 'd', '01', 'e', '1111111111111111111111111111111111111111'],
      '(integer) 5',
    ],
    ['HINCRBY h a 1', '(error) ERR hash value is not an integer'],
    ['HINCRBY h b 1', '(error) ERR hash value is not an integer'],
    ['HINCRBY h c 1', '(error) ERR hash value is not an integer'],
    ['HINCRBY h d 1', '(error) ERR hash value is not an integer'],
    ['HINCRBY h e 1', '(error) ERR hash value is not an integer'],
    ['HINCRBY h f 1.5', '(error) ERR value is not an integer or out of range'],
    ['HINCRBY h f 9223372036854775808', '(error) ERR value is not an integer or out of range'],
    ['SET s v', 'OK'],
    ['HINCRBY s a 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HINCRBY s a x', '(error) ERR value is not an integer or out of range'],
    ['HINCRBY h a', "(error) ERR wrong number of arguments for 'hincrby' command"],
  ],
});
