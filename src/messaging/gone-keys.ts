/**
 * Keys that went in the background (expired, evicted) and for whose going clients wait: an io thread, which can run
 * commands, is told to look after them.
 *
 *   record: shard (2) │ database (2) │ hash (4) │ key
 */
import type { GoneKey } from '../store/observers/wait-queues.ts';
import { MAX_RECORD } from './inbox.ts';
import type { Outbox } from './outbox.ts';

export type { GoneKey };

/** Kind of record. */
export const RECORD_GONE = 4;
const HEADER = 8;

/** Tells an io thread. Then ring the outbox. */
export function sendGoneKeys(outbox: Outbox, thread: number, keys: readonly GoneKey[]): void {
  for (const { shard, db, hash, key } of keys) {
    const record = Buffer.allocUnsafe(HEADER + key.length);
    record.writeUInt16LE(shard, 0);
    record.writeUInt16LE(db, 2);
    record.writeInt32LE(hash, 4);
    key.copy(record, HEADER);
    if (record.length <= MAX_RECORD) outbox.send(thread, RECORD_GONE, record, 0, record.length);
  }
}

/** A record as it came through the inbox; the key is only lent. */
export function readGoneKey(record: Buffer): GoneKey {
  return {
    shard: record.readUInt16LE(0),
    db: record.readUInt16LE(2),
    hash: record.readInt32LE(4),
    key: record.subarray(HEADER),
  };
}
