// HOT: no closures, no allocation on the JS heap but for entries with large texts.
/** Turns the arguments of a request into an entry that can be added to a stream: large ones become large objects. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { type LargeRef, NO_LARGE } from '../../memory/types.ts';
import type { StreamDraft } from '../../values/stream/stream-draft.ts';
import { MAX_BODY_BYTES } from '../../values/stream/stream-leaf.ts';
import type { Keyspace } from '../keyspace.ts';
import type { LargeElements } from './large-elements.ts';

/** Bytes that a text may take beside its own. */
const TEXT_OVERHEAD = 5;

export class StreamDrafts {
  readonly #store: Keyspace;
  readonly #elements: LargeElements;
  readonly #draft: StreamDraft;

  constructor(store: Keyspace, elements: LargeElements, draft: StreamDraft) {
    this.#store = store;
    this.#elements = elements;
    this.#draft = draft;
  }

  /**
   * Says what the next entry holds: `fields` names and values, arguments from `first` on. Large ones are taken out of
   * the request, so nothing may keep the entry from being added any more. Throws OutOfMemory before anything changes.
   */
  describe(first: ArgIndex, fields: number): void {
    const { args } = this.#store;
    const draft = this.#draft;
    const { argStart, argLen } = args;
    const end = first + fields * 2;
    const { threshold } = this.#elements;
    draft.hasLarge = false;
    for (let i = first as number; i < end; i++) {
      if (argStart[i]! >= 0 && argLen[i]! < threshold) continue;
      this.#takeLarges(first, fields * 2);
      break;
    }
    draft.describe(args.buf as Buffer, argStart, argLen, first, fields);
    if (draft.isLong()) this.#putElsewhere();
  }

  /**
   * Bytes that these arguments may take: so many times in leaves, and once in large objects, the entry's body included.
   */
  bound(first: ArgIndex, texts: number, leaves: number): number {
    const { argLen } = this.#store.args;
    let given = texts * TEXT_OVERHEAD;
    for (let i = first as number; i < first + texts; i++) given += argLen[i]!;
    // Neither a text nor the body can be large.
    if (given <= MAX_BODY_BYTES && given < this.#elements.threshold) return leaves * given;
    let inline = texts * TEXT_OVERHEAD;
    let large = 0;
    for (let i = 0; i < texts; i++) {
      const argument = (first + i) as ArgIndex;
      if (!this.#elements.isLarge(argument)) inline += argLen[argument]!;
      large += this.#elements.bound(argument);
    }
    return leaves * inline + large + (inline > MAX_BODY_BYTES ? this.#store.large.bytesFor(inline) : 0);
  }

  /** cold: the entry has large texts. */
  #takeLarges(first: ArgIndex, texts: number): void {
    const draft = this.#draft;
    draft.clearLarges(texts);
    draft.hasLarge = true;
    try {
      for (let i = 0; i < texts; i++) {
        const argument = (first + i) as ArgIndex;
        if (this.#elements.isLarge(argument)) draft.larges[i] = this.#elements.take(argument);
      }
    } catch (error) {
      this.#giveBack(texts);
      throw error;
    }
  }

  /** cold: the entry's body becomes a large object. */
  #putElsewhere(): void {
    const draft = this.#draft;
    try {
      const body = draft.makeBody();
      draft.body = this.#elements.takeBytes(body, 0, body.length);
    } catch (error) {
      this.#giveBack(draft.fields * 2);
      throw error;
    }
  }

  #giveBack(texts: number): void {
    const draft = this.#draft;
    for (let i = 0; i < texts && draft.hasLarge; i++) {
      if (draft.larges[i] !== NO_LARGE) this.#store.large.release(draft.larges[i]! as LargeRef);
    }
    draft.hasLarge = false;
  }
}
