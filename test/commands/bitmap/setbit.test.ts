import setbit from '../../../src/commands/bitmap/setbit.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(setbit, {
  'grows a string with zeros': [
    ['SETBIT k 7 1', '(integer) 0'],
    ['SETBIT k 7 0', '(integer) 1'],
    ['SETBIT k 20 1', '(integer) 0'],
    ['GET k', '"\\x00\\x00\\b"'],
    ['STRLEN k', '(integer) 3'],
  ],
  'makes what it changes raw and keeps the expiry': [
    ['SET n 12 EX 100', 'OK'],
    ['SETBIT n 6 1', '(integer) 0'],
    ['GET n', '"32"'],
    ['OBJECT ENCODING n', '"raw"'],
    ['TTL n', '(integer) 100'],
  ],
  'refuses what is no bit': [
    ['SETBIT k 1 2', '(error) ERR bit is not an integer or out of range'],
    ['SETBIT k 1 x', '(error) ERR bit is not an integer or out of range'],
    ['SETBIT k -1 1', '(error) ERR bit offset is not an integer or out of range'],
    ['SETBIT k x 1', '(error) ERR bit offset is not an integer or out of range'],
    ['SETBIT k 4294967296 1', '(error) ERR bit offset is not an integer or out of range'],
    ['EXISTS k', '(integer) 0'],
    ['RPUSH l a', '(integer) 1'],
    ['SETBIT l 0 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
