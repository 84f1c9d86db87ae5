import bitfieldro from '../../../src/commands/bitmap/bitfield-ro.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bitfieldro, {
  'reads only': [
    ['SET k abc', 'OK'],
    ['BITFIELD_RO k GET u8 0 GET i4 #1 GET u63 0', '1) (integer) 97\n2) (integer) 1\n3) (integer) 3508640010523901952'],
    ['BITFIELD_RO k SET u8 0 1', '(error) ERR BITFIELD_RO only supports the GET subcommand'],
    ['BITFIELD_RO k OVERFLOW SAT', '(empty array)'],
    ['BITFIELD_RO missing GET u8 0', '1) (integer) 0'],
    ['BITFIELD_RO k GET u8', '(error) ERR syntax error'],
  ],
});
