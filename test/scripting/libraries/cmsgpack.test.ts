import { describe } from 'vitest';
import { playScripts } from '../play.ts';

describe('cmsgpack', () => {
  playScripts({
    'reads what it has written': [
      ['return cmsgpack.unpack(cmsgpack.pack({1, "x", {a=true}}))[3].a and 1', '(integer) 1'],
      [
        'return {cmsgpack.unpack(cmsgpack.pack(1, -1, 300, 1.5, false, nil, "x"))}',
        '1) (integer) 1\n2) (integer) -1\n3) (integer) 300\n4) (integer) 1\n5) (nil)',
      ],
      ['return #cmsgpack.pack(1)', '(integer) 1'],
      ['return cmsgpack.unpack(cmsgpack.pack(redis)).LOG_WARNING', '(integer) 3'],
    ],
    'gives more results than a function of C has room for': [
      [
        'local p = "" for i = 1, 1000 do p = p .. cmsgpack.pack(i) end return select("#", cmsgpack.unpack(p))',
        '(integer) 1000',
      ],
      [
        'local p = "" for i = 1, 500 do p = p .. cmsgpack.pack(i) end local t = {cmsgpack.unpack(p)} return t[500]',
        '(integer) 500',
      ],
    ],
    'gives some of the objects': [
      ['return {cmsgpack.unpack_limit(cmsgpack.pack(1, 2, 3), 2)}', '1) (integer) 2\n2) (integer) 1\n3) (integer) 2'],
      ['return {cmsgpack.unpack_one(cmsgpack.pack(1, 2), 1)}', '1) (integer) -1\n2) (integer) 2'],
    ],
    'refuses what it cannot read': [
      ['return cmsgpack.unpack("\\193")', '(error) ERR user_script:1: Bad data format in input.'],
      ['return cmsgpack.unpack("\\204")', '(error) ERR user_script:1: Missing bytes in input.'],
    ],
    'knows what MessagePack was when the library was written': [
      ['local _, e = pcall(cmsgpack.unpack, "\\196\\1a") return e', '"Bad data format in input."'],
      ['return tostring(cmsgpack.unpack("\\207\\255\\255\\255\\255\\255\\255\\255\\255"))', '"-1"'],
      ['local t = cmsgpack.unpack("\\129\\145\\1\\2") return next(t)[1]', '(integer) 1'],
      ['return #cmsgpack.pack(0/0)', '(integer) 9'],
      ['return cmsgpack.unpack_limit("\\1\\2", 0, 1)', '(integer) 1'],
    ],
  });
});
