/**
 * Replies that one thread wrote for blocked clients of another: cut into records that fit the rings, put together again
 * where they arrive. A large value travels as the token of its pinned pages.
 *
 *   record: slot (4) │ client id (4) │ flags, and µs that the command took (4) │ bytes of the reply, or the token (4)
 */
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import type { Outbox } from './outbox.ts';

/** Kind of record. */
export const RECORD_SERVED = 2;

const NO_BYTES = Buffer.alloc(0);
const HEADER = 12;
const LAST = 1;
const TOKEN = 2;
const FLAG_BITS = 2;
const MOST_US = 2 ** (32 - FLAG_BITS) - 1;
/** Bytes of a reply in one record. */
const PART_BYTES = 64 * 1024;

/** Bytes of a reply, or the token of pinned pages. */
export type ReplyPiece = Buffer | number;

/** Sends a whole reply to the thread of the client. Then ring the outbox. @param us what the command took, where that is not counted yet */
export function sendReply(
  outbox: Outbox,
  thread: number,
  slot: number,
  id: number,
  pieces: readonly ReplyPiece[],
  us = 0,
): void {
  const took = Math.min(Math.floor(us), MOST_US) * (1 << FLAG_BITS);
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    const isLastPiece = i === pieces.length - 1;
    if (typeof piece === 'number') {
      const record = header(slot, id, took + TOKEN + (isLastPiece ? LAST : 0), 4);
      record.writeUInt32LE(piece, HEADER);
      outbox.send(thread, RECORD_SERVED, record, 0, record.length);
      continue;
    }
    for (let at = 0; at < piece.length; at += PART_BYTES) {
      const end = Math.min(piece.length, at + PART_BYTES);
      const isLast = isLastPiece && end === piece.length;
      const record = header(slot, id, took + (isLast ? LAST : 0), end - at);
      piece.copy(record, HEADER, at, end);
      outbox.send(thread, RECORD_SERVED, record, 0, record.length);
    }
  }
}

function header(slot: number, id: number, flags: number, bytes: number): Buffer {
  const record = Buffer.allocUnsafe(HEADER + bytes);
  record.writeUInt32LE(slot, 0);
  record.writeUInt32LE(id, 4);
  record.writeUInt32LE(flags, 8);
  return record;
}

/** Writes a whole reply; pins of large values go with it. */
export function writePieces(writer: ReplyWriter, pieces: readonly ReplyPiece[]): void {
  for (const piece of pieces) {
    if (typeof piece === 'number') writer.external(NO_BYTES, piece);
    else writer.raw(piece, 0, piece.length);
  }
}

export class ReplyAssembly {
  readonly #partial = new Map<number, ReplyPiece[]>();
  readonly #whole: (slot: number, id: number, pieces: readonly ReplyPiece[], us: number) => void;

  /** @param whole is called with each reply that is complete */
  constructor(whole: (slot: number, id: number, pieces: readonly ReplyPiece[], us: number) => void) {
    this.#whole = whole;
  }

  /** Takes one record. */
  take(record: Buffer): void {
    const id = record.readUInt32LE(4);
    const flags = record.readUInt32LE(8);
    let pieces = this.#partial.get(id);
    if (pieces === undefined) {
      pieces = [];
      this.#partial.set(id, pieces);
    }
    pieces.push((flags & TOKEN) !== 0 ? record.readUInt32LE(HEADER) : record.subarray(HEADER));
    if ((flags & LAST) === 0) return;
    this.#partial.delete(id);
    this.#whole(record.readUInt32LE(0), id, pieces, flags >>> FLAG_BITS);
  }
}
