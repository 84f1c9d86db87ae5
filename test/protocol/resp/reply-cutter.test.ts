import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplyCutter, WHOLE_LENGTH } from '../../../protocol/resp/reply-cutter.ts';
import { decodeReplies, type Reply } from '../../../protocol/resp/reply-parser.ts';

const BOUNDS = { alone: 20, item: 8, array: 30, rest: 2 };

/** Replies as a server writes them, given to a cutter in parts of these sizes, over and over. */
function cut(replies: string, sizes: readonly number[] = [replies.length || 1]): Buffer {
  const cutter = new ReplyCutter(BOUNDS);
  const bytes = Buffer.from(replies, 'latin1');
  const kept: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    const part = Buffer.from(bytes.subarray(at, at + size));
    kept.push(cutter.cut(part));
    // The memory that was given is used again.
    part.fill('?');
    at += size;
  }
  return Buffer.concat(kept);
}

/** What a reply says, with whole lengths behind what was cut. */
function told(reply: Reply): unknown {
  const { attributes = [], value } = reply;
  const plain = Array.isArray(value) ? value.map((item) => told(item as Reply)) : String(value);
  const [name, length] = attributes[0] ?? [];
  return name === undefined ? plain : [name.value, plain, length?.value];
}

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

describe('long bulks in replies', () => {
  it('are cut, and their whole length is told', () => {
    const replies = `${bulk('x'.repeat(20))}${bulk('y'.repeat(21))}*2\r\n${bulk('field')}${bulk('v'.repeat(100))}+OK\r\n`;
    expect(decodeReplies(cut(replies)).map(told)).toEqual([
      'x'.repeat(20),
      [WHOLE_LENGTH, 'y'.repeat(20), 21],
      ['field', [WHOLE_LENGTH, 'v'.repeat(8), 100]],
      'OK',
    ]);
  });

  it('are cut shorter behind much that was kept, and the next reply begins anew', () => {
    const array = `*6\r\n${bulk('12345678').repeat(6)}`;
    const short = [WHOLE_LENGTH, '12', 8];
    const one = ['12345678', '12345678', '12345678', '12345678', short, short];
    expect(decodeReplies(cut(array + array)).map(told)).toEqual([one, one]);
  });

  it('leave everything else as it is: nothings, errors that look like heads, arrays in arrays, line ends in values', () => {
    const replies = `$-1\r\n*-1\r\n*0\r\n-ERR $99\r\n:-5\r\n*2\r\n*1\r\n${bulk('a\r\n$9\r\n')}*0\r\n${bulk('')}+\r\n${bulk('z'.repeat(12))}`;
    expect(cut(replies).toString('latin1')).toBe(replies);
  });

  it('come out the same however the replies are parted', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '$', '*', '1'), maxLength: 60 }).map(bulk);
    const { reply } = fc.letrec((tie) => ({
      reply: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        text,
        fc.constantFrom('+OK\r\n', ':1\r\n', '$-1\r\n', '-ERR no\r\n'),
        fc.array(tie('reply'), { maxLength: 5 }).map((items) => `*${items.length}\r\n${items.join('')}`),
      ),
    }));
    fc.assert(
      fc.property(fc.array(reply), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (replies, sizes) => {
        const all = (replies as string[]).join('');
        expect(cut(all, sizes)).toEqual(cut(all));
        expect(decodeReplies(cut(all))).toHaveLength(replies.length);
      }),
    );
  });
});
