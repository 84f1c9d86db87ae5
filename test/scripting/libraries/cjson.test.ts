import { describe } from 'vitest';
import { playScripts } from '../play.ts';

const SPARSE = '(error) ERR user_script:1: Cannot serialise table: excessively sparse array';

/** What Redis 8.0.2 answers. */
describe('cjson', () => {
  playScripts({
    'writes values': [
      ['return cjson.encode({1.5, 100, 1/3})', '"[1.5,100,0.33333333333333]"'],
      ['return cjson.encode({[1]=1,[2]=2,x=3})', '"{\\"1\\":1,\\"2\\":2,\\"x\\":3}"'],
      ['return cjson.encode({a={}})', '"{\\"a\\":{}}"'],
      ['return cjson.encode({[-1]=1})', '"{\\"-1\\":1}"'],
      ['return cjson.encode({1, nil, 3})', '"[1,null,3]"'],
      ['return cjson.encode("/\\n\\"")', '"\\"\\\\/\\\\n\\\\\\"\\""'],
      ['return cjson.encode(cjson.null)', '"null"'],
      ['return cjson.encode({redis})', '(error) ERR user_script:1: Cannot serialise function: type not supported'],
    ],
    'reads values': [
      ['return cjson.decode("[1e5, -1.5]")', '1) (integer) 100000\n2) (integer) -1'],
      ['return cjson.decode("{\\"a\\":\\"\\\\u00e4\\"}").a', '"\\xc3\\xa4"'],
      ['return tostring(cjson.decode("[null]")[1])', '"userdata: (nil)"'],
      ['local _, e = pcall(cjson.decode, "[-]") return e', '"Expected value but found invalid number at character 2"'],
      ['local _, e = pcall(cjson.decode, "[x]") return e', '"Expected value but found invalid token at character 2"'],
      [
        'local _, e = pcall(cjson.decode, "[1") return e',
        '"Expected comma or array end but found T_END at character 3"',
      ],
    ],
    'bounds nesting': [
      [
        'cjson.encode_max_depth(3) local _, e = pcall(cjson.encode, {{{{1}}}}) return e',
        '"Cannot serialise, excessive nesting (4)"',
      ],
      [
        'cjson.decode_max_depth(2) local _, e = pcall(cjson.decode, "[[[1]]]") return e',
        '"Found too many nested data structures (3) at character 3"',
      ],
      [
        'cjson.decode_max_depth(2) local _, e = pcall(cjson.decode, "{\\"a\\":{\\"b\\":{}}}") return e',
        '"Found too many nested data structures (3) at character 11"',
      ],
      [
        'cjson.encode_max_depth(1000) local t = {} t[1] = t local _, e = pcall(cjson.encode, t) return e',
        '"Cannot serialise, excessive nesting (1001)"',
      ],
      [
        'cjson.encode_max_depth(2000000000) local t = {} t[1] = t local ok = pcall(cjson.encode, t) return tostring(ok)',
        '"false"',
      ],
    ],
    'writes sparse arrays as it is told': [
      ['return cjson.encode({[1]=1,[6]=2})', '"[1,null,null,null,null,2]"'],
      ['return cjson.encode({[1]=1,[100]=2})', SPARSE],
      ['cjson.encode_sparse_array(true) return cjson.encode({[1]=1,[100]=2})', '"{\\"1\\":1,\\"100\\":2}"'],
      ['cjson.encode_sparse_array(false, 3, 5) return cjson.encode({[1]=1,[7]=2})', SPARSE],
      ['cjson.encode_sparse_array(nil, 0, 5) return #cjson.encode({[1]=1,[70]=2})', '(integer) 345'],
    ],
    'writes numbers as it is told': [
      ['cjson.encode_number_precision(3) return cjson.encode(1.23456)', '"1.23"'],
      ['return cjson.encode(1/0)', '(error) ERR user_script:1: Cannot serialise number: must not be NaN or Inf'],
      ['cjson.encode_invalid_numbers(true) return cjson.encode({0/0, 1/0})', '"[nan,inf]"'],
      ['cjson.encode_invalid_numbers("null") return cjson.encode({0/0, 1/0})', '"[null,null]"'],
    ],
    'reads numbers as it is told': [
      ['return cjson.decode("[0x10, 01]")', '1) (integer) 16\n2) (integer) 1'],
      ...['nan', '0x10', '01', '-inf'].map((text): [string, string] => [
        `cjson.decode_invalid_numbers(false) local _, e = pcall(cjson.decode, "[${text}]") return e`,
        `"Expected value but found invalid ${text === 'nan' ? 'token' : 'number'} at character 2"`,
      ]),
      [
        'cjson.decode_invalid_numbers(false) return cjson.decode("[0, 0.5, -0.5, 10]")',
        '1) (integer) 0\n2) (integer) 0\n3) (integer) 0\n4) (integer) 10',
      ],
    ],
    'shows its options, and refuses what is none': [
      ['return {cjson.encode_sparse_array()}', '1) (nil)\n2) (integer) 2\n3) (integer) 10'],
      ['return {cjson.encode_sparse_array("on", 2, 10)}', '1) (integer) 1\n2) (integer) 2\n3) (integer) 10'],
      ['return cjson.encode_invalid_numbers("null")', '"null"'],
      ['return cjson.encode_number_precision(2.7)', '(integer) 2'],
      ...(
        [
          ['encode_sparse_array(1)', "#1 to 'encode_sparse_array' (invalid option '1')"],
          ['encode_sparse_array(true, -1)', "#1 to 'encode_sparse_array' (expected integer between 0 and 2147483647)"],
          ['encode_max_depth(0)', "#1 to 'encode_max_depth' (expected integer between 1 and 2147483647)"],
          ['encode_max_depth("x")', "#1 to 'encode_max_depth' (number expected, got string)"],
          ['encode_max_depth(1, 2)', "#2 to 'encode_max_depth' (found too many arguments)"],
          ['encode_number_precision(20)', "#1 to 'encode_number_precision' (expected integer between 1 and 14)"],
          ['decode_invalid_numbers("null")', "#1 to 'decode_invalid_numbers' (invalid option 'null')"],
          ['encode_keep_buffer("x")', "#1 to 'encode_keep_buffer' (invalid option 'x')"],
        ] as const
      ).map(([call, why]): [string, string] => [
        `return cjson.${call}`,
        `(error) ERR user_script:1: bad argument ${why}`,
      ]),
    ],
    'keeps its options for the next script': [
      ['cjson.encode_max_depth(2) return cjson.encode_max_depth()', '(integer) 2'],
      ['return cjson.encode_max_depth()', '(integer) 2'],
      ['return cjson.encode({{{}}})', '(error) ERR user_script:1: Cannot serialise, excessive nesting (3)'],
      ['return {cjson.encode_sparse_array("on", 1, 1)}', '1) (integer) 1\n2) (integer) 1\n3) (integer) 1'],
      ['return cjson.encode({[100] = 1})', '"{\\"100\\":1}"'],
      ['return cjson.encode_invalid_numbers("null")', '"null"'],
      ['return cjson.encode({0 / 0})', '"[null]"'],
    ],
    'has the same functions in a library of its own': [['local own = cjson.new() return own.encode({1})', '"[1]"']],
    'has options of its own in each that is new': [
      [
        'local c = cjson.new() c.encode_number_precision(3) return {c.encode(3.14159), cjson.encode(3.14159)}',
        '1) "3.14"\n2) "3.14159"',
      ],
      [
        'local c = cjson.new() return {c.encode_max_depth(2), cjson.encode_max_depth(), c.new().encode_max_depth()}',
        '1) (integer) 2\n2) (integer) 1000\n3) (integer) 1000',
      ],
      ['local c = cjson.new() local r = c.encode({[100] = 1}) return r', SPARSE],
    ],
    'takes numbers as C does': [
      ['local _, e = pcall(cjson.decode, ".5") return e', '"Expected value but found invalid token at character 1"'],
      ['local _, e = pcall(cjson.decode, "+") return e', '"Expected value but found invalid number at character 1"'],
      ['return cjson.encode(123456789012345)', '"1.2345678901234e+14"'],
    ],
  });
});
