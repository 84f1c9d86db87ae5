import { describe } from 'vitest';
import { playScripts } from '../play.ts';

describe('bit', () => {
  playScripts({
    'works on 32 bits': [
      ['return bit.tobit(0xffffffff)', '(integer) -1'],
      [
        'return {bit.band(12, 10), bit.bor(12, 10), bit.bxor(12, 10), bit.bnot(0)}',
        '1) (integer) 8\n2) (integer) 14\n3) (integer) 6\n4) (integer) -1',
      ],
      [
        'return {bit.lshift(1, 31), bit.rshift(-1, 28), bit.arshift(-8, 1)}',
        '1) (integer) -2147483648\n2) (integer) 15\n3) (integer) -4',
      ],
      [
        'return {bit.rol(0x12345678, 12), bit.ror(0x12345678, 12), bit.bswap(0x12345678)}',
        '1) (integer) 1164411171\n2) (integer) 1736516421\n3) (integer) 2018915346',
      ],
      ['return {bit.tohex(255), bit.tohex(255, -4)}', '1) "000000ff"\n2) "00FF"'],
    ],
  });
});
