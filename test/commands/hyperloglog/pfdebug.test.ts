import pfdebug from '../../../src/commands/hyperloglog/pfdebug.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pfdebug, {
  'shows the runs of a sparse one': [
    ['PFADD h a b', '(integer) 1'],
    ['PFDEBUG DECODE h', '"Z:12711 v:2,1 Z:3068 v:1,1 Z:603"'],
    ['PFDEBUG TODENSE h', '(integer) 1'],
    ['PFDEBUG TODENSE h', '(integer) 0'],
    ['PFDEBUG DECODE h', '(error) ERR HLL encoding is not sparse'],
    ['PFCOUNT h', '(integer) 2'],
  ],
  'refuses what it does not know': [
    ['PFDEBUG ENCODING missing', '(error) ERR The specified key does not exist'],
    ['PFADD h a', '(integer) 1'],
    ['PFDEBUG FOO h', "(error) ERR Unknown PFDEBUG subcommand 'FOO'"],
    ['SET s x', 'OK'],
    ['PFDEBUG ENCODING s', '(error) WRONGTYPE Key is not a valid HyperLogLog string value.'],
  ],
});
