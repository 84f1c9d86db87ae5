// HOT: `look` runs once a command, `fetch` once a group; no closures, no allocation, no strings.
/**
 * What can be known of commands before their turn: their rows, and where their keys are. The buckets and records of a
 * group of pipelined commands are then fetched from memory side by side instead of one after the other.
 */
import type { CommandTable } from '../../protocol/command/table.ts';
import { shardOf } from '../store/key-hash.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { ReadAhead } from '../store/read-ahead.ts';
import { MAX_KEY_BYTES } from '../store/record.ts';
import type { Client } from './client.ts';
import type { Call, Outcome } from './context.ts';
import type { ParsedRequest, Row } from './request.ts';
import { singleKeyOf } from './row-traits.ts';

/** Most commands of a group. */
export const MOST_AHEAD = 32;

export class LookAhead {
  readonly #store: Keyspace;
  readonly #table: CommandTable<Call, Outcome>;
  /** By row: place of the key of commands that have just one, always there; 0 for all others. */
  readonly #singleKey: Uint8Array;
  readonly #fetches: ReadAhead;

  constructor(store: Keyspace, table: CommandTable<Call, Outcome>) {
    this.#store = store;
    this.#table = table;
    this.#singleKey = Uint8Array.from(table.rows, singleKeyOf);
    this.#fetches = new ReadAhead(store.heap.slabs.i32, MOST_AHEAD);
  }

  /** The row that a request names: of the subcommand if there is one. Null for an unknown command. */
  find(buf: Buffer, argc: number, argStart: Int32Array, argLen: Int32Array): Row | null {
    const row = this.#table.find(buf, argStart[0]!, argLen[0]!);
    if (row === null || row.subcommands === null || argc < 2) return row;
    const subcommand = argStart[1]!;
    if (subcommand < 0) return row;
    return row.subcommands.find(buf, subcommand, argLen[1]!) ?? row;
  }

  /** Finds the row of a request, and hash and shard of its key if it has just one. */
  look(request: ParsedRequest): void {
    const { buf, argLen, argStart } = request;
    const row = this.find(buf, request.argc, argStart, argLen);
    request.row = row;
    request.key = 0;
    if (row === null) return;
    const key = this.#singleKey[row.id]!;
    if (key === 0 || key >= request.argc || argLen[key]! > MAX_KEY_BYTES) return;
    const start = argStart[key]!;
    const length = argLen[key]!;
    request.key = key;
    request.shard = shardOf(buf, start, length);
    request.hash = this.#store.hasher.hash(buf, start, length);
  }

  /** Fetches the buckets and records of up to `MOST_AHEAD` commands that were looked at. */
  fetch(client: Client, group: readonly ParsedRequest[], count: number): void {
    const store = this.#store;
    const fetches = this.#fetches;
    fetches.begin();
    for (let i = 0; i < count; i++) {
      const request = group[i]!;
      if (request.key !== 0) fetches.add(store.control, store.rootAt(request.shard, client.db), request.hash);
    }
    fetches.fetch();
  }
}
