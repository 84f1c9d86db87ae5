/** Scores as ZSCAN gives them: bulk strings in both protocols. */
import { MAX_DOUBLE_TEXT, writeDouble } from '../../../protocol/resp/doubles.ts';
import { formatGeneral } from '../../../protocol/resp/general-numbers.ts';
import type { Call } from '../../dispatch/context.ts';

/** Digits that tell any two doubles apart. */
const ALL_DIGITS = 17;
/** Integers below have no more digits than that. */
const ALL_DIGITS_END = 1e17;

const text = Buffer.allocUnsafeSlow(MAX_DOUBLE_TEXT);

/** The score of a member of a small set, with as many digits as it takes: as other commands give it. */
export function replyShortScore(call: Call, score: number): void {
  call.reply.bulk(text, 0, writeDouble(text, 0, score));
}

/** The score of a member of a big set, always with all digits: `0.10000000000000001`. */
export function replyFullScore(call: Call, score: number): void {
  if (Math.abs(score) < ALL_DIGITS_END && Math.floor(score) === score) replyShortScore(call, score);
  else call.reply.bulkLatin1(formatGeneral(score, ALL_DIGITS));
}
