import hsetnx from '../../../src/commands/hash/hsetnx.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hsetnx, {
  'sets what is not there': [
    ['HSETNX h a 1', '(integer) 1'],
    ['HSETNX h a 2', '(integer) 0'],
    ['HSETNX h b 3', '(integer) 1'],
    ['HGETALL h', ['1) "a"', '2) "1"', '3) "b"', '4) "3"']],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HSETNX s a 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HSETNX h a', "(error) ERR wrong number of arguments for 'hsetnx' command"],
    ['HSETNX h a 1 2', "(error) ERR wrong number of arguments for 'hsetnx' command"],
  ],
});
