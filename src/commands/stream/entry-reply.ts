// HOT: no closures, no allocation per entry.
/** Replies with entries of streams: `[id, [field, value, …]]`. */
import { writeShort } from '../../../protocol/resp/integers.ts';
import { MOST_BY_WORDS, type ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import { AROUND_TEXT, writeBulk } from '../../../protocol/resp/short-bulks.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_LARGE } from '../../memory/types.ts';
import { MAX_ID_BULK, replyId, writeIdBulk } from './stream-id-reply.ts';

const CR = 13;
const LF = 10;
const CRLF: number = CR | (LF << 8);
const STAR = 42;
const DOLLAR = 36;
/** `*2` with its line end. */
const ARRAY_OF_TWO: number = STAR | (50 << 8) | (CR << 16) | (LF << 24);
/** Entries of up to so many bytes are written in one go. */
const MOST_AT_ONCE = 8192;
/** What stands around an ID and a list of texts. */
const AROUND_ENTRY = 24;

/** Replies with the entry at hand. */
export function replyEntry(call: Call): void {
  const { reply } = call;
  const { cursor } = call.types.streams.entries;
  const bytes = cursor.openBody();
  const { fields } = cursor;
  const most = bytes + fields * 2 * AROUND_TEXT + MAX_ID_BULK + AROUND_ENTRY;
  if (cursor.mayHaveLarge || most > MOST_AT_ONCE) {
    replyPieces(call);
    return;
  }
  reply.ensure(most);
  const out = reply.view!;
  const { buf } = reply;
  const { data } = cursor;
  out.setInt32(reply.pos, ARRAY_OF_TWO, true);
  let p = writeIdBulk(out, buf, reply.pos + 4, cursor.id, 0);
  p = writeHeader(out, p, STAR, fields * 2);
  for (let i = 0; i < fields; i++) {
    cursor.readField();
    p = writeText(out, buf, p, cursor.text, data, cursor.start, cursor.end);
    cursor.readValue();
    p = writeText(out, buf, p, cursor.text, data, cursor.start, cursor.end);
  }
  reply.pos = p;
}

/** The same for entries that are long or whose leaf has large objects. The body is open. */
function replyPieces(call: Call): void {
  const { reply } = call;
  const { cursor } = call.types.streams.entries;
  const { fields } = cursor;
  reply.array(2);
  replyId(reply, cursor.id, 0);
  reply.array(fields * 2);
  for (let i = 0; i < fields; i++) {
    cursor.readField();
    replyText(call);
    cursor.readValue();
    replyText(call);
  }
}

function replyText(call: Call): void {
  const { cursor } = call.types.streams.entries;
  if (cursor.large === NO_LARGE) call.reply.bulk(cursor.text, cursor.start, cursor.end);
  else call.replyLarge(cursor.large);
}

/** Replies with an ID whose entry is gone: `[id, nil]`. */
export function replyGoneEntry(reply: ReplyWriter, id: Int32Array, at: number): void {
  reply.array(2);
  replyId(reply, id, at);
  reply.nullArray();
}

/** @returns the position behind the line */
function writeHeader(out: DataView, position: number, type: number, n: number): number {
  out.setUint8(position, type);
  const p = writeShort(out, position + 1, n);
  out.setInt16(p, CRLF, true);
  return p + 2;
}

/** Writes text[start, end), which `data` shows too, as a bulk string. @returns the position behind it */
function writeText(
  out: DataView,
  buf: Buffer,
  position: number,
  text: Buffer,
  data: DataView,
  start: number,
  end: number,
): number {
  const length = end - start;
  if (length <= MOST_BY_WORDS) return writeBulk(out, position, data, start, length);
  const p = writeHeader(out, position, DOLLAR, length);
  text.copy(buf, p, start, end);
  out.setInt16(p + length, CRLF, true);
  return p + length + 2;
}
