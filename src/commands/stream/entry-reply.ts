// HOT: no closures, no allocation per entry.
/** Replies with entries of streams: `[id, [field, value, …]]`. */
import { writeInteger } from '../../../protocol/resp/integers.ts';
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_LARGE } from '../../memory/types.ts';
import { MAX_ID_TEXT, replyId, writeIdBulk } from './stream-id-text.ts';

const CR = 13;
const LF = 10;
const DOLLAR = 36;
const STAR = 42;
const ZERO = 48;
/** Entries of up to so many bytes are written in one go. */
const MOST_AT_ONCE = 8192;
/** What stands around a text at most: `$`, digits, two line ends. */
const AROUND_TEXT = 16;
/** What stands around an ID and a list of texts. */
const AROUND_ENTRY = 48;
/** Where `Buffer.copy` overtakes a byte loop. */
const COPY_FROM = 32;

/** Replies with the entry at hand. */
export function replyEntry(call: Call): void {
  const { reply } = call;
  const { cursor } = call.types.streams.entries;
  const bytes = cursor.openBody();
  const { fields } = cursor;
  const most = bytes + fields * 2 * AROUND_TEXT + MAX_ID_TEXT + AROUND_ENTRY;
  if (cursor.mayHaveLarge || most > MOST_AT_ONCE) {
    replyPieces(call);
    return;
  }
  reply.ensure(most);
  const { buf } = reply;
  let p = reply.pos;
  buf[p] = STAR;
  buf[p + 1] = ZERO + 2;
  buf[p + 2] = CR;
  buf[p + 3] = LF;
  p = writeIdBulk(buf, p + 4, cursor.id, 0);
  p = writeHeader(buf, p, STAR, fields * 2);
  for (let i = 0; i < fields; i++) {
    cursor.readField();
    p = writeText(buf, p, cursor.text, cursor.start, cursor.end);
    cursor.readValue();
    p = writeText(buf, p, cursor.text, cursor.start, cursor.end);
  }
  reply.pos = p;
}

/** The same for entries that are long or have large objects. The body is open. */
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
function writeHeader(buf: Buffer, position: number, type: number, n: number): number {
  let p = position;
  buf[p++] = type;
  if (n < 10) buf[p++] = ZERO + n;
  else if (n < 100) {
    const tens = (n / 10) | 0;
    buf[p++] = ZERO + tens;
    buf[p++] = ZERO + n - tens * 10;
  } else p = writeInteger(buf, p, n);
  buf[p] = CR;
  buf[p + 1] = LF;
  return p + 2;
}

/** Writes text[start, end) as a bulk string. @returns the position behind it */
function writeText(buf: Buffer, position: number, text: Buffer, start: number, end: number): number {
  const length = end - start;
  let p = writeHeader(buf, position, DOLLAR, length);
  if (length < COPY_FROM) {
    for (let from = start; from < end; from++) buf[p++] = text[from]!;
  } else {
    text.copy(buf, p, start, end);
    p += length;
  }
  buf[p] = CR;
  buf[p + 1] = LF;
  return p + 2;
}
