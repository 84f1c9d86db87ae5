import { describe } from 'vitest';
import { playScripts } from '../play.ts';

describe('struct', () => {
  playScripts({
    'reads what it has written': [
      ['return {struct.unpack(">I2", struct.pack(">I2", 258))}', '1) (integer) 258\n2) (integer) 3'],
      [
        'return {struct.unpack("<i4bs", struct.pack("<i4bs", -2, 7, "text"))}',
        '1) (integer) -2\n2) (integer) 7\n3) "text"\n4) (integer) 11',
      ],
      ['return struct.size("!4bi4")', '(integer) 8'],
    ],
    'gives more results than a function of C has room for': [
      ['return select("#", struct.unpack(string.rep("B", 200), string.rep("a", 200)))', '(integer) 201'],
    ],
    'refuses what does not fit': [
      [
        'return struct.unpack("I4", "abc")',
        "(error) ERR user_script:1: bad argument #2 to 'unpack' (data string too short)",
      ],
      [
        'return struct.pack("ii", 1)',
        "(error) ERR user_script:1: bad argument #3 to 'pack' (number expected, got nil)",
      ],
      ['return struct.pack("!3")', '(error) ERR user_script:1: alignment 3 is not a power of 2'],
      ['return struct.size("i99999999999")', '(error) ERR user_script:1: integral size overflow'],
    ],
    'packs long formats': [
      ['return #struct.pack(string.rep("x", 300000))', '(integer) 300000'],
      ['return struct.pack("c0xs", string.rep("a", 5000), "b") == string.rep("a", 5000) .. "\\0b\\0"', '(integer) 1'],
      [
        'local t, a = {}, string.rep("a", 2^20) for i = 1, 3000 do t[i] = a end local _, why = pcall(struct.pack, string.rep("s", 3000), unpack(t)) return why',
        '"not enough memory"',
      ],
    ],
    'reads as C does': [
      ['return {struct.unpack("sc0", "3\\0abc")}', '1) "abc"\n2) (integer) 6'],
      ['return {struct.unpack("i9", ("y"):rep(9))}', '1) (integer) -7\n2) (integer) 10'],
      ['return {struct.unpack("i", "abcdef", 1.5)}', '1) (integer) 1684234849\n2) (integer) 5'],
      ['return struct.size("zq")', '(integer) 0'],
    ],
  });
});
