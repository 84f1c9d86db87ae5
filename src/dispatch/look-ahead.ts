// HOT: `look` runs once a command, `fetch` once a group; no closures, no allocation, no strings.
/**
 * What can be known of commands before their turn: their rows, and where their keys are. The buckets and records of a
 * group of pipelined commands are then fetched from memory side by side instead of one after the other.
 */
import type { CommandTable } from '../../protocol/command/table.ts';
import { isSame, wordsOf } from '../memory/byte-words.ts';
import type { DataTypes } from '../store/data-types.ts';
import { ElementReadAhead } from '../store/element-read-ahead.ts';
import { EndReadAhead, NO_END } from '../store/end-read-ahead.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { ReadAhead } from '../store/read-ahead.ts';
import { MAX_KEY_BYTES } from '../store/record.ts';
import type { Client } from './client.ts';
import type { Call, Outcome } from './context.ts';
import { ReadAheadTrial } from './read-ahead-trial.ts';
import type { ParsedRequest, Row } from './request.ts';
import { elementOf, endOf, singleKeyOf } from './row-traits.ts';

/** Most commands of a group. */
export const MOST_AHEAD = 32;

export class LookAhead {
  readonly #store: Keyspace;
  readonly #types: DataTypes;
  readonly #table: CommandTable<Call, Outcome>;
  /** By row: place of the key of commands that have just one, always there; 0 for all others. */
  readonly #singleKey: Uint8Array;
  /** By row: place of the element that is looked for in the collection of that key; 0 for all others. */
  readonly #element: Uint8Array;
  /** By row: the end of a list or stream at which it begins. */
  readonly #end: Uint8Array;
  readonly #fetches: ReadAhead;
  readonly #elements: ElementReadAhead;
  readonly #ends: EndReadAhead;
  readonly #trial: ReadAheadTrial;
  /** By request of a group: its number among the fetches, -1 for none. */
  readonly #places = new Int32Array(MOST_AHEAD);
  /** Whether the tables of members were told of a hash. */
  #knows = false;

  constructor(types: DataTypes, table: CommandTable<Call, Outcome>) {
    const { store } = types;
    this.#store = store;
    this.#types = types;
    this.#table = table;
    this.#singleKey = Uint8Array.from(table.rows, singleKeyOf);
    this.#element = Uint8Array.from(table.rows, elementOf);
    this.#end = Uint8Array.from(table.rows, endOf);
    this.#fetches = new ReadAhead(store.heap.slabs.i32, MOST_AHEAD);
    this.#elements = new ElementReadAhead(store.heap.slabs.i32, MOST_AHEAD);
    this.#ends = new EndReadAhead(store.heap.slabs.i32, MOST_AHEAD);
    this.#trial = new ReadAheadTrial(table.rows.length);
  }

  /** The row that a request names: of the subcommand if there is one. Null for an unknown command. */
  find(buf: Buffer, argc: number, argStart: Int32Array, argLen: Int32Array): Row | null {
    const row = this.#table.find(buf, argStart[0]!, argLen[0]!);
    if (row === null || row.subcommands === null || argc < 2) return row;
    const subcommand = argStart[1]!;
    if (subcommand < 0) return row;
    return row.subcommands.find(buf, subcommand, argLen[1]!) ?? row;
  }

  /**
   * Finds the row of a request, and hash and shard of its key if it has just one.
   * @param before the request before it in its group, if there is one: pipelines often repeat a command, or a key
   */
  look(request: ParsedRequest, before: ParsedRequest | undefined = undefined): void {
    if (before !== undefined && before.key === 1 && isRepeated(request, before, 0)) {
      this.#lookLike(request, before);
      return;
    }
    const key = this.lookForKey(request);
    if (key !== 0) this.#locate(request, key);
  }

  /** The command is that of the request before, whose key comes first, as its only one. */
  #lookLike(request: ParsedRequest, before: ParsedRequest): void {
    request.row = before.row;
    request.isKeyRepeated = false;
    request.isElementHashed = false;
    if (request.argc < 2 || request.argLen[1]! > MAX_KEY_BYTES) {
      request.key = 0;
      request.element = 0;
      request.end = 0;
      return;
    }
    request.element = before.element;
    request.end = before.end;
    if (!isRepeated(request, before, 1)) {
      this.#locate(request, 1);
      return;
    }
    request.key = 1;
    request.isKeyRepeated = true;
    request.shard = before.shard;
    request.hash = before.hash;
  }

  #locate(request: ParsedRequest, key: number): void {
    const { hasher } = this.#store;
    request.key = key;
    request.hash = hasher.locate(request.buf, request.argStart[key]!, request.argLen[key]!);
    request.shard = hasher.shard;
  }

  /** Finds the row of a request. @returns the place of its key if it has just one, which is not looked at yet; or 0 */
  lookForKey(request: ParsedRequest): number {
    const { buf, argLen, argStart } = request;
    const row = this.find(buf, request.argc, argStart, argLen);
    request.row = row;
    request.key = 0;
    request.isKeyRepeated = false;
    request.element = 0;
    request.end = 0;
    request.isElementHashed = false;
    if (row === null) return 0;
    const key = this.#singleKey[row.id]!;
    if (key === 0 || key >= request.argc || argLen[key]! > MAX_KEY_BYTES) return 0;
    request.element = this.#element[row.id]!;
    request.end = this.#end[row.id]!;
    return key;
  }

  /** A group of up to `MOST_AHEAD` commands, which were looked at, begins: fetches what they need, if that pays. */
  beginGroup(client: Client, group: readonly ParsedRequest[], count: number): void {
    const { row } = group[0]!;
    if (row === null) this.#trial.forget();
    else if (this.#trial.begins(row.id)) this.#fetch(client, group, count);
  }

  /** The group was run, all of it. */
  endGroup(count: number): void {
    this.#trial.ended(count);
  }

  /** Fetches the buckets and records, and the elements, of the commands of a group. */
  #fetch(client: Client, group: readonly ParsedRequest[], count: number): void {
    const store = this.#store;
    const fetches = this.#fetches;
    let elements = 0;
    let ends = 0;
    let last = group[0]!;
    let place = -1;
    fetches.begin();
    for (let i = 0; i < count; i++) {
      const request = group[i]!;
      // Pipelines often ask for one key again and again: it is fetched once.
      if (request.key === 0) place = -1;
      else if (i === 0 || last.key === 0 || request.hash !== last.hash || request.shard !== last.shard) {
        place = fetches.add(store.control, store.rootAt(request.shard, client.db), request.hash);
      }
      elements |= request.element;
      ends |= request.end;
      this.#places[i] = place;
      last = request;
    }
    fetches.fetch();
    if (ends !== 0) this.#fetchEnds(group, count);
    if (elements !== 0) this.#fetchElements(group, count);
  }

  /** Gives what was worked out for a request with just one key to those that run it now. */
  know(request: ParsedRequest): void {
    this.#store.prepared(request.key, request.hash, request.shard);
    if (request.isElementHashed) {
      this.#knows = true;
      this.#types.members.knowHash(request.buf, request.argStart[request.element]!, request.elementHash);
    } else if (this.#knows) this.forget();
  }

  /** Of the request that is run now nothing is known. */
  forget(): void {
    this.#knows = false;
    this.#types.members.forgetHash();
  }

  #fetchEnds(group: readonly ParsedRequest[], count: number): void {
    const fetches = this.#fetches;
    const ends = this.#ends;
    const places = this.#places;
    ends.begin();
    let last = -1;
    for (let i = 0; i < count; i++) {
      const place = places[i]!;
      // Of one key's commands in a row the first one fetches for all.
      if (place === last) continue;
      last = place;
      const { end } = group[i]!;
      if (end !== NO_END && place >= 0) ends.add(fetches.wordsOf(place), fetches.wordOf(place), end);
    }
    ends.fetch();
  }

  #fetchElements(group: readonly ParsedRequest[], count: number): void {
    const fetches = this.#fetches;
    const elements = this.#elements;
    const places = this.#places;
    elements.begin();
    for (let i = 0; i < count; i++) {
      const { argc, argStart, element } = group[i]!;
      const place = element === 0 || element >= argc || argStart[element]! < 0 ? -1 : places[i]!;
      places[i] = place < 0 ? -1 : elements.add(fetches.wordsOf(place), fetches.wordOf(place));
    }
    elements.loadRoots();
    for (let i = 0; i < count; i++) {
      if (places[i]! >= 0) elements.addElement(places[i]!, this.#hashElement(group[i]!));
    }
    elements.fetch();
  }

  #hashElement(request: ParsedRequest): number {
    const { argLen, argStart, element } = request;
    request.elementHash = this.#store.hasher.hash(request.buf, argStart[element]!, argLen[element]!);
    request.isElementHashed = true;
    return request.elementHash;
  }
}

/** Whether two requests have the same bytes as argument `index`. */
function isRepeated(request: ParsedRequest, before: ParsedRequest, index: number): boolean {
  const length = request.argLen[index]!;
  const start = request.argStart[index]!;
  const startBefore = before.argStart[index]!;
  if (length !== before.argLen[index]! || start < 0 || startBefore < 0) return false;
  return isSame(wordsOf(request.buf), start, wordsOf(before.buf), startBefore, length);
}
