import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import { replyId } from '../../../src/commands/stream/stream-id-reply.ts';

const TWO_32 = 2n ** 32n;
const wordsOf = (ms: bigint, sequence: bigint): Int32Array =>
  Int32Array.from([ms / TWO_32, ms % TWO_32, sequence / TWO_32, sequence % TWO_32], Number);

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const near = (ms: bigint) => fc.bigInt({ min: -3n, max: 3n }).map((by) => ms + by);
const milliseconds = fc.oneof(
  fc.bigInt({ min: 10n ** 12n, max: 10n ** 13n - 1n }),
  near(10n ** 12n),
  near(10n ** 13n),
  near(1_799_999_999_999n),
  near(419n * TWO_32),
  near(3n),
  uint64,
);
const sequences = fc.oneof(fc.bigInt({ min: 0n, max: 12n }), near(100_000n), near(TWO_32), near(2n ** 31n), uint64);
const id = fc
  .tuple(milliseconds, sequences)
  .map(([ms, sequence]): [bigint, bigint] => [BigInt.asUintN(64, ms), BigInt.asUintN(64, sequence)]);

describe('IDs in replies', () => {
  it('are what their numbers say, whatever came before', () => {
    const reply = new ReplyWriter();
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 20 }), (ids) => {
        for (const [ms, sequence] of ids) {
          reply.reset();
          replyId(reply, wordsOf(ms, sequence), 0);
          const text = `${ms}-${sequence}`;
          expect(reply.buf.toString('latin1', 0, reply.pos)).toBe(`$${text.length}\r\n${text}\r\n`);
        }
      }),
      { numRuns: 500 },
    );
  });
});
