// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * What a consumer group has delivered and not been told is done: IDs with consumer, time and number of deliveries.
 *
 *   entry ┌──────────────┬──────────┬──────────────┬────────────────────────────────────┬────────────────────┐
 *         │ ID (4 words) │ consumer │ time, low 32 │ time, high 16 │ deliveries high 16 │ deliveries, low 32 │
 *         └──────────────┴──────────┴──────────────┴────────────────────────────────────┴────────────────────┘
 */
import type { Heap } from '../../memory/heap/heap.ts';
import type { Ref } from '../../memory/types.ts';
import { wordOf } from './stream-leaf.ts';
import { COUNT, ENTRIES, PendingIds } from './stream-pending.ts';

const ENTRY_WORDS = 8;
const TWO_32 = 0x1_0000_0000;
const LIMIT = 2 ** 48;

export class Deliveries extends PendingIds {
  constructor(heap: Heap) {
    super(heap, ENTRY_WORDS);
  }

  consumer(): Ref {
    return this.words[this.at + 4]! as Ref;
  }

  setConsumer(consumer: Ref): void {
    this.words[this.at + 4] = consumer;
  }

  /** Takes out the entry at hand and all of its consumer's behind it in its leaf. @returns how many */
  removeOfConsumer(shard: number): number {
    const { words } = this;
    const base = wordOf(this.tree.leafToWrite());
    const end = base + ENTRIES + words[base + COUNT]! * ENTRY_WORDS;
    const consumer = this.consumer();
    let to = this.at;
    for (let from = to; from < end; from += ENTRY_WORDS) {
      if (words[from + 4] === consumer) continue;
      for (let i = 0; i < ENTRY_WORDS; i++) words[to + i] = words[from + i]!;
      to += ENTRY_WORDS;
    }
    const gone = (end - to) / ENTRY_WORDS;
    this.removed(shard, gone);
    return gone;
  }

  /** When it was delivered last, ms since 1970. */
  deliveredMs(): number {
    return (this.words[this.at + 6]! >>> 16) * TWO_32 + (this.words[this.at + 5]! >>> 0);
  }

  /** How often it was delivered. */
  deliveries(): number {
    return (this.words[this.at + 6]! & 0xffff) * TWO_32 + (this.words[this.at + 7]! >>> 0);
  }

  /** Both numbers are at least 0 and below 2^48; higher ones are brought down. */
  setDelivery(deliveredMs: number, deliveries: number): void {
    const { words, at } = this;
    const time = deliveredMs < LIMIT ? deliveredMs : LIMIT - 1;
    const count = deliveries < LIMIT ? deliveries : LIMIT - 1;
    words[at + 5] = (time % TWO_32) | 0;
    words[at + 6] = (Math.floor(time / TWO_32) << 16) | Math.floor(count / TWO_32);
    words[at + 7] = (count % TWO_32) | 0;
  }
}
