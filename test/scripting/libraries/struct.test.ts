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
    ],
  });
});
