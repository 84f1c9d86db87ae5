import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutBytes, fromText, toBytes } from '../../src/admin/wire-bytes.ts';

describe('bytes in JSON', () => {
  it('come back as they went, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (array) => {
        const { data, encoding } = toBytes(Buffer.from(array));
        expect(fromText(data, encoding)).toEqual(Buffer.from(array));
      }),
    );
  });

  it('are text where they can be', () => {
    expect(toBytes(Buffer.from('é\0'))).toEqual({ data: 'é\0', encoding: 'utf8' });
    expect(toBytes(Buffer.from([0xc3]))).toEqual({ data: 'ww', encoding: 'base64' });
  });

  it('are cut between characters', () => {
    const bytes = Buffer.from('aé€𝄞');
    for (const [kept, text] of [
      [2, 'a'],
      [3, 'aé'],
      [5, 'aé'],
      [9, 'aé€'],
    ] as const) {
      expect(cutBytes(bytes.subarray(0, kept), 99)).toEqual({
        data: text,
        encoding: 'utf8',
        bytes: 99,
        truncated: true,
      });
    }
    expect(cutBytes(bytes, bytes.length)).toEqual({ data: 'aé€𝄞', encoding: 'utf8' });
    expect(cutBytes(Buffer.from([0xff, 0xff]), 3)).toEqual({
      data: '__8',
      encoding: 'base64',
      bytes: 3,
      truncated: true,
    });
  });

  it('are refused where Base64 is none', () => {
    for (const text of ['!', 'a', 'a+b/']) expect(() => fromText(text, 'base64')).toThrow('not URL-safe Base64');
    expect(fromText('-', 'empty')).toEqual(Buffer.alloc(0));
  });
});
