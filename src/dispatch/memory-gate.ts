// HOT: asked before every command that may allocate.
/** Lets a write in when there is room for it, making room by eviction first. No lock is held here. */

import type { TableRow } from '../../protocol/command/table.ts';
import type { Evictor } from '../eviction/evictor.ts';
import { monotonicUs } from '../memory/clock.ts';
import { PageToucher } from '../memory/heap/page-toucher.ts';
import { G_ROOM_ASKED } from '../memory/layout.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { MemoryLimit } from '../store/memory-limit.ts';
import type { Call, Outcome } from './context.ts';

/** Of `makeRoomInTurns`: there is room; there is none to be had; or some was made, and more will be when asked again. */
export const ROOM = 1;
export const NO_ROOM = 0;
export const ROOM_LATER = -1;
/** Turns after which room is made at one go: the others fill the store as fast as it is emptied. */
export const PATIENT_TURNS = 500;
/** Longest stretch of evicting for one large value before other connections have their turn. */
const TURN_US = 1_000;
/** What a command may need before it waits for its turn: less is made at once, in less time than waiting takes. */
const MUCH_ROOM_BYTES = 256 * 1024;
/** What takes long enough to make room for that the background thread shall have it ready. */
const LARGE_ROOM_BYTES = 16 * 1024;
const MOST_NOTED = 0x7fffffff;
/** Evictions between two looks at the clock. */
const EVICTIONS_A_LOOK = 16;

/** Time spent on freeing flushed keys between two looks at the limit, and how often when a lock may be kept for long. */
const GRAVES_MS = 0.5;
const MOST_STEPS = 1_000;

export class MemoryGate {
  readonly #limit: MemoryLimit;
  readonly #evictor: Evictor;
  #toucher: PageToucher | undefined;

  constructor(limit: MemoryLimit, evictor: Evictor) {
    this.#limit = limit;
    this.#evictor = evictor;
  }

  /**
   * Whether the command may allocate what it declares. Its arguments are parsed.
   * @param isPatient much room is made in turns @returns ROOM, NO_ROOM or, for the patient, ROOM_LATER
   */
  admit(call: Call, row: TableRow<Call, Outcome>, isPatient: boolean): number {
    if (this.#limit.limitBytes === 0) return ROOM;
    const command = row.command!;
    const bytes = command.allocates === undefined ? 0 : command.allocates(call, row.parser.values);
    return this.#makeRoom(call, bytes, isPatient && bytes >= MUCH_ROOM_BYTES);
  }

  /** Whether there is room for the command, whose arguments are parsed, without making any. */
  hasRoom(call: Call, row: TableRow<Call, Outcome>): boolean {
    if (call.store.heap.extents.isShort) return false;
    if (this.#limit.limitBytes === 0) return true;
    return !this.#limit.wouldExceed(row.command!.allocates?.(call, row.parser.values) ?? 0);
  }

  /** cold: has the system give the pages that are drawn next (`ExtentPool.isShort`). */
  touchNext(call: Call): void {
    this.#toucher ??= new PageToucher(call.store.heap);
    this.#toucher.touchNext();
  }

  get isLimited(): boolean {
    return this.#limit.limitBytes !== 0;
  }

  /** Whether the store has reached its limit. Nothing is evicted. */
  get isFull(): boolean {
    return this.#limit.limitBytes !== 0 && this.#limit.wouldExceed(0);
  }

  /** Whether something may allocate so many bytes. */
  admitBytes(call: Call, bytes: number): boolean {
    return this.#limit.limitBytes === 0 || this.makeRoom(call, bytes);
  }

  /** Evicts until `bytes` more fit. @returns false when the policy finds nothing more to evict. */
  makeRoom(call: Call, bytes: number): boolean {
    return this.#makeRoom(call, bytes, false) === ROOM;
  }

  /**
   * The same for a value that may be as large as a hundred thousand others: stops after a millisecond.
   * @returns ROOM, NO_ROOM or ROOM_LATER
   */
  makeRoomInTurns(call: Call, bytes: number): number {
    return this.#makeRoom(call, bytes, true);
  }

  #makeRoom(call: Call, bytes: number, inTurns: boolean): number {
    if (!this.#limit.wouldExceed(bytes)) return ROOM;
    const { store } = call;
    // Nothing can make room for what is larger than the limit itself: do not empty the store over it.
    if (bytes > this.#limit.limitBytes) return NO_ROOM;
    this.noteAsked(call.store, bytes);
    const sinceUs = inTurns ? monotonicUs() : Number.POSITIVE_INFINITY;
    store.setTime(call.now());
    let steps = 0;
    for (let evicted = 1; this.#limit.wouldExceed(bytes); evicted++) {
      if (!this.#evictor.evictOne()) {
        // What was flushed is on its way out: help it along instead of refusing.
        if (steps++ < MOST_STEPS && call.graves.step(GRAVES_MS)) continue;
        store.heap.flushUsed();
        return this.#limit.wouldExceed(bytes) ? NO_ROOM : ROOM;
      }
      if (evicted % EVICTIONS_A_LOOK === 0 && monotonicUs() - sinceUs > TURN_US) return ROOM_LATER;
    }
    return ROOM;
  }

  /** Somebody waits for so much room. Of several threads at once the last is heard: whoever asks for more does it again. */
  noteAsked(store: Keyspace, bytes: number): void {
    const { control } = store;
    if (bytes > LARGE_ROOM_BYTES && bytes > control[G_ROOM_ASKED]!) control[G_ROOM_ASKED] = Math.min(bytes, MOST_NOTED);
  }
}
