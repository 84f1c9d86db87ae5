import { describe } from 'vitest';
import { playScripts } from '../play.ts';

/** What Redis 8.0.2 answers: its integers have 64 bits, those of Lua in WebAssembly 32. */
describe('integers of more than 32 bits', () => {
  playScripts({
    'are formatted': [
      ['return string.format("%d", 1700000000000)', '"1700000000000"'],
      ['return string.format("%d %i", 2^31, -2^53)', '"2147483648 -9007199254740992"'],
      [
        'return string.format("%x|%X|%o|%u", 2^40, 255, 2^33, -1)',
        '"10000000000|FF|100000000000|18446744073709551615"',
      ],
      [
        'return string.format("%14d|%-14d|%+d|%014d|%.12d", 2^31, 2^31, 2^31, 2^31, 2^31)',
        '"    2147483648|2147483648    |+2147483648|00002147483648|002147483648"',
      ],
      ['return string.format("%s %d %s %5.1f%%", "a", 2^35, "b", 1.5)', '"a 34359738368 b   1.5%"'],
      ['return string.format("%d", "1700000000000")', '"1700000000000"'],
      ['return string.format("%d", 0/0)', '"-9223372036854775808"'],
      [
        'return string.format("%d", {})',
        "(error) ERR user_script:1: bad argument #2 to 'format' (number expected, got table)",
      ],
      [
        'return string.format("%123d", 2^33)',
        '(error) ERR user_script:1: invalid format (width or precision too long)',
      ],
    ],
    'are read': [
      ['return tostring(tonumber("fffffffffff", 16))', '"17592186044415"'],
      ['return tonumber("ff", 16)', '(integer) 255'],
      ['return tostring(tonumber("fg", 16))', '"nil"'],
      [
        'return {tostring(tonumber("0x")), tostring(tonumber(" -0X ", 10)), tonumber("0x1")}',
        '1) "nil"\n2) "nil"\n3) (integer) 1',
      ],
      ['return tonumber("10", 37)', "(error) ERR user_script:1: bad argument #2 to 'tonumber' (base out of range)"],
    ],
    // Each of these takes seconds when every digit costs as much as all those before it.
    'are read soon, however many digits they have': [
      ['return tostring(tonumber(string.rep("f", 1000000), 16))', '"1.844674407371e+19"'],
      ['return tostring(tonumber(string.rep("0", 1000000) .. "fffffffff", 16))', '"68719476735"'],
      [
        'return bit.tobit(string.rep("1", 1000000) .. "x")',
        "(error) ERR user_script:1: bad argument #1 to 'tobit' (number expected, got string)",
      ],
      ['return #string.format("%d", string.rep("1", 1000000))', '(integer) 20'],
    ],
    'are positions': [
      ['return string.sub("hello", 2, 2^40)', '"ello"'],
      ['return string.sub("hello", 2, math.huge)', '""'],
      ['return {string.byte("hello", 5, 1e18)}', '1) (integer) 111'],
      ['return tostring(string.find("hello", "l", 2^40))', '"nil"'],
    ],
  });
});
