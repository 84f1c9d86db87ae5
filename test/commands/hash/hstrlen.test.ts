import hstrlen from '../../../src/commands/hash/hstrlen.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hstrlen, {
  'counts bytes': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    [['HSET', 'h', 'empty', ''], '(integer) 1'],
    ['HSTRLEN h c', '(integer) 5'],
    ['HSTRLEN h empty', '(integer) 0'],
    ['HSTRLEN h zz', '(integer) 0'],
    ['HSTRLEN missing a', '(integer) 0'],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HSTRLEN s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HSTRLEN h', "(error) ERR wrong number of arguments for 'hstrlen' command"],
  ],
});
