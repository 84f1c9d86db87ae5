/** Makes sorted sets of DUMP payloads: plain ones with binary or textual scores, and packed ones. */
import type { PayloadReader } from './payload-reader.ts';
import { TARGET } from './restore-target.ts';
import type { ValueRestorer } from './restore-value.ts';
import type { Texts } from './texts.ts';

/** Lengths of the textual scores that stand for what is no number in digits. */
const TEXT_NAN = 253;
const TEXT_INFINITY = 254;
const TEXT_MINUS_INFINITY = 255;

/** Reads a sorted set, each member with its score behind it, and makes it the value of the target. */
export function readScored(from: ValueRestorer, isBinary: boolean): boolean {
  const { reader, texts } = from;
  const count = reader.count(2);
  const scores = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    reader.text(texts);
    scores[i] = isBinary ? reader.double() : textScore(reader, texts);
  }
  return !reader.failed && count > 0 && addMembers(from, 1, scores);
}

function textScore(reader: PayloadReader, texts: Texts): number {
  const length = reader.byte();
  if (length === TEXT_NAN) return Number.NaN;
  if (length === TEXT_INFINITY) return Number.POSITIVE_INFINITY;
  if (length === TEXT_MINUS_INFINITY) return Number.NEGATIVE_INFINITY;
  if (!reader.has(length)) return Number.NaN;
  texts.add(reader.bytes, reader.at, length);
  reader.at += length;
  const score = texts.scoreAt(texts.count - 1);
  texts.cut(texts.count - 1);
  return score;
}

/** Makes a sorted set of all texts, members and scores in turn, the value of the target. */
export function addScored(from: ValueRestorer): boolean {
  const { texts } = from;
  if (texts.count === 0 || texts.count % 2 !== 0) return false;
  const scores = new Float64Array(texts.count / 2);
  for (let i = 0; i < scores.length; i++) scores[i] = texts.scoreAt(i * 2 + 1);
  return addMembers(from, 2, scores);
}

/** @returns false when a score is no number, or a member comes twice */
function addMembers(from: ValueRestorer, textsEach: number, scores: Float64Array): boolean {
  const { texts, types } = from;
  const edit = types.sortedSetEdit;
  let longest = 0;
  for (let i = 0; i < scores.length; i++) longest = Math.max(longest, texts.lengths[i * textsEach]!);
  edit.beginNew(TARGET, scores.length, longest);
  try {
    for (let i = 0; i < scores.length; i++) {
      const text = i * textsEach;
      const before = edit.size;
      if (!Number.isNaN(scores[i]!)) edit.add(scores[i]!, 0, texts.buffer, texts.starts[text]!, texts.lengths[text]!);
      if (edit.size > before) continue;
      edit.drop();
      return false;
    }
  } catch (error) {
    edit.drop();
    throw error;
  }
  from.target.load(0, 0);
  edit.finish(0);
  return true;
}
