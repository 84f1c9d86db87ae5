import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeBytes,
  hexRows,
  keyPath,
  prettyJson,
  showBytes,
  showName,
  toBase64Url,
} from '../../../../src/admin/web/format/bytes.ts';

const base64 = (...bytes: number[]) => ({ data: toBase64Url(Uint8Array.from(bytes)), encoding: 'base64' as const });
const utf8 = (data: string) => ({ data, encoding: 'utf8' as const });

describe('bytes on the wire', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const data = toBase64Url(bytes);
        expect(data).toBe(Buffer.from(bytes).toString('base64url'));
        expect([...decodeBytes({ data, encoding: 'base64' })]).toEqual([...bytes]);
      }),
    );
    expect([...decodeBytes(utf8('ä'))]).toEqual([0xc3, 0xa4]);
  });

  it('are shown as text, and what is no text as escapes', () => {
    expect(showBytes(utf8('käse\n\ttab'))).toBe('käse\n\ttab');
    expect(showBytes(utf8('a\u0000b\u007f'))).toBe('a\\x00b\\x7f');
    expect(showBytes(base64(0, 255, 97, 92))).toBe('\\x00\\xffa\\\\');
  });

  it('hide nothing, and look like no other text', () => {
    expect(showBytes(utf8('\u202egnp.exe\u2066 \u200b\u0085\u2028\ufeff'))).toBe(
      '\\u202egnp.exe\\u2066 \\u200b\\u0085\\u2028\\ufeff',
    );
    // What belongs to words and pictures stays.
    expect(showBytes(utf8('שלום नमस्\u200dते 👩\u200d🔬'))).toBe('שלום नमस्\u200dते 👩\u200d🔬');
  });

  it('that name a key stand in one line, as much of it as there is room for', () => {
    expect(showName(utf8('two\nlines\tand a tab'))).toBe('two\\nlines\\tand a tab');
    expect(showName(utf8(''))).toBe('(empty key)');
    expect(showName(utf8('x'.repeat(12)), 10)).toBe(`${'x'.repeat(10)}…`);
    expect(showName({ ...utf8('cut'), bytes: 99, truncated: true })).toBe('cut…');
  });

  it('are shown in rows of sixteen', () => {
    const rows = hexRows(Uint8Array.from({ length: 18 }, (_, i) => i + 0x3f)).split('\n');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toBe('00000000  3f 40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e  ?@ABCDEFGHIJKLMN');
    expect(rows[1]).toMatch(/^00000010 {2}4f 50 +OP$/);
  });

  it('are JSON only when they are an object or an array', () => {
    expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(prettyJson('12')).toBeNull();
    expect(prettyJson('{broken')).toBeNull();
  });

  it('name keys in paths that no browser changes', () => {
    expect(keyPath(3, utf8('..'))).toEqual({ path: 'keys/3/Li4', query: 'encoding=base64' });
    expect(keyPath(0, utf8(''))).toEqual({ path: 'keys/0/-', query: 'encoding=empty' });
    expect(keyPath(0, base64(255, 254)).path).toBe('keys/0/__4');
  });
});
