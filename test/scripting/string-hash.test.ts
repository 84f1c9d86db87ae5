import { describe, expect, it } from 'vitest';
import { hashWholeStrings } from '../../src/scripting/string-hash.ts';
import { playScripts } from './play.ts';

/** `length gt_u (length >> 5)`, with what stands around it. */
const PLACE = [0x20, 1, 0x41, 5, 0x76, 0x22, 5, 0x4b, 0x04, 0x40, 0x20, 5, 0x41, 0x7f, 0x73, 0x21, 6];
const OTHER = [0x41, 5, 0x76, 0x41, 1, 0x71];

describe('the byte that leaves characters out', () => {
  it('is changed, and nothing else', () => {
    const module = Buffer.from([...OTHER, ...PLACE]);
    const changed = hashWholeStrings(module);
    expect([...changed.keys()].filter((at) => changed[at] !== module[at])).toEqual([OTHER.length + 3]);
    expect(changed[OTHER.length + 3]).toBe(31);
  });

  it('has to be found once', () => {
    expect(() => hashWholeStrings(Buffer.from(OTHER))).toThrow('0 times');
    expect(() => hashWholeStrings(Buffer.from([...PLACE, ...PLACE]))).toThrow('2 times');
  });
});

/** As redis-server 8.0.2 answers. */
playScripts({
  'tables with long keys are walked in the order of redis-server': [
    [
      `local t = {} for i = 1, 12 do t[string.rep('k', 30 + i) .. i] = i end
       return cjson.encode(t):gsub('[k"]', '')`,
      '"{10:10,3:3,2:2,7:7,6:6,8:8,9:9,12:12,5:5,11:11,1:1,4:4}"',
    ],
    [
      `local t, r = {}, {} for i = 1, 12 do t[string.rep(tostring(i), 20)] = i end
       for _, v in pairs(t) do r[#r + 1] = v end return table.concat(r, ' ')`,
      '"8 10 9 11 4 1 7 6 2 5 12 3"',
    ],
  ],
});
