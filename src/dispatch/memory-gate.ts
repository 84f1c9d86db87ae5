// HOT: asked before every command that may allocate.
/** Lets a write in when there is room for it, making room by eviction first. No lock is held here. */

import type { TableRow } from '../../protocol/command/table.ts';
import type { Evictor } from '../eviction/evictor.ts';
import type { MemoryLimit } from '../store/memory-limit.ts';
import type { Call, Outcome } from './context.ts';

/** Time spent on freeing flushed keys between two looks at the limit. */
const GRAVES_MS = 0.5;

export class MemoryGate {
  readonly #limit: MemoryLimit;
  readonly #evictor: Evictor;

  constructor(limit: MemoryLimit, evictor: Evictor) {
    this.#limit = limit;
    this.#evictor = evictor;
  }

  /** Whether the command may allocate what it declares. Its arguments are parsed. */
  admit(call: Call, row: TableRow<Call, Outcome>): boolean {
    if (this.#limit.limitBytes === 0) return true;
    const command = row.command!;
    const bytes = command.allocates === undefined ? 0 : command.allocates(call, row.parser.values);
    return this.makeRoom(call, bytes);
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
    if (!this.#limit.wouldExceed(bytes)) return true;
    const { store } = call;
    // Nothing can make room for what is larger than the limit itself: do not empty the store over it.
    if (bytes > this.#limit.limitBytes) return false;
    store.setTime(call.now());
    while (this.#limit.wouldExceed(bytes)) {
      if (!this.#evictor.evictOne()) {
        // What was flushed is on its way out: help it along instead of refusing.
        if (call.graves.step(GRAVES_MS)) continue;
        store.heap.flushUsed();
        return !this.#limit.wouldExceed(bytes);
      }
    }
    return true;
  }
}
