import bitfield from '../../../src/commands/bitmap/bitfield.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bitfield, {
  'wraps, saturates and fails': [
    ['BITFIELD k SET u8 0 255 INCRBY u8 0 1 GET u8 0', '1) (integer) 0\n2) (integer) 0\n3) (integer) 0'],
    ['BITFIELD k OVERFLOW SAT INCRBY i8 8 200 OVERFLOW FAIL INCRBY i8 8 1', '1) (integer) 127\n2) (nil)'],
    ['BITFIELD k SET i64 100 -1 INCRBY i64 100 1', '1) (integer) 0\n2) (integer) 0'],
    ['BITFIELD k SET u4 #3 -1 GET u4 #3', '1) (integer) 15\n2) (integer) 15'],
    ['BITFIELD k OVERFLOW SAT SET u4 #3 -1', '1) (integer) 15'],
  ],
  'reads without a key make none': [
    ['BITFIELD k GET u8 0', '1) (integer) 0'],
    ['EXISTS k', '(integer) 0'],
    ['BITFIELD k', '(empty array)'],
  ],
  'refuses the first thing that is wrong': [
    [
      'BITFIELD k GET u64 0',
      '(error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
    ],
    [
      'BITFIELD k GET i65 0',
      '(error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
    ],
    [
      'BITFIELD k GET x8 0',
      '(error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
    ],
    ['BITFIELD k GET u8 -1', '(error) ERR bit offset is not an integer or out of range'],
    ['BITFIELD k SET u8 0 x', '(error) ERR value is not an integer or out of range'],
    ['BITFIELD k OVERFLOW FOO', '(error) ERR Invalid OVERFLOW type specified'],
    ['BITFIELD k SET u8 0', '(error) ERR syntax error'],
    ['BITFIELD k FOO', '(error) ERR syntax error'],
    ['RPUSH l a', '(integer) 1'],
    ['BITFIELD l GET u8 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
