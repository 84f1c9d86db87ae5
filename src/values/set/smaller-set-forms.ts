// HOT: no closures, no allocation on the JS heap, integers only.
/** The cases in which Redis makes a set anew, in a form for fewer members. */
import type { Ref } from '../../memory/types.ts';
import { entryBytes, MAX_ENTRY_BYTES, MAX_RUN_BYTES, MAX_RUN_ENTRIES } from '../packed-run.ts';
import { SCAN_END } from '../table/hash-segment.ts';
import { SET_INTSET, SET_LISTPACK, SET_TABLE, SetForms } from './set-forms.ts';

/** What `packedBytes` says of a table that is to stay one. */
const TOO_LARGE = -1;

export class SmallerSetForms extends SetForms {
  /** Makes a table a packed run, when that may hold its members: what SPOP leaves of a set when it takes most of it. */
  tableToPacked(shard: number, root: Ref): void {
    const { members, runs } = this;
    this.encoding = SET_TABLE;
    this.root = root;
    const used = this.#packedBytes(root);
    if (used === TOO_LARGE) return;
    const { elements } = members;
    const count = members.count(root);
    let run = runs.create(shard, used);
    run = runs.splice(shard, run, runs.begin(run), 0, used, count);
    const bytes = runs.bytesOf(run);
    let at = runs.gapAt;
    for (let position = 0; position < SCAN_END; position = members.nextPosition) {
      const found = members.scan(root, position);
      for (let i = 0; i < found; i++) {
        const ref = members.found[i]! as Ref;
        at = runs.write(bytes, at, elements.bytesOf(ref), elements.keyAt(ref), elements.keyLength(ref));
      }
    }
    while (!members.dismantle(root, shard, count + 1));
    this.encoding = SET_LISTPACK;
    this.root = run;
  }

  /** Bytes that the members of a table take in a packed run, or TOO_LARGE. */
  #packedBytes(root: Ref): number {
    const { members } = this;
    if (members.count(root) > Math.min(this.maxPackedEntries, MAX_RUN_ENTRIES)) return TOO_LARGE;
    const longest = Math.min(this.maxPackedBytes, MAX_ENTRY_BYTES);
    let used = 0;
    for (let position = 0; position < SCAN_END; position = members.nextPosition) {
      const found = members.scan(root, position);
      for (let i = 0; i < found; i++) {
        const length = members.elements.keyLength(members.found[i]! as Ref);
        if (length > longest) return TOO_LARGE;
        used += entryBytes(length);
      }
    }
    return used <= MAX_RUN_BYTES ? used : TOO_LARGE;
  }

  /** Makes a set of integers alone a run of them, when that may hold so many: results of SINTERSTORE. */
  toIntegers(shard: number, encoding: number, root: Ref): void {
    this.encoding = encoding;
    this.root = root;
    const count = this.count(encoding, root);
    if (encoding === SET_INTSET || count > this.maxIntegers || !this.#isAllIntegers(encoding, root)) return;
    let run = this.ints.create(shard);
    if (encoding === SET_LISTPACK) {
      const bytes = this.runs.bytesOf(root);
      const end = this.runs.end(root);
      for (let at = this.runs.begin(root); at < end; at = this.runs.next(bytes, at)) {
        run = this.#insertInteger(shard, run, bytes, this.runs.data(bytes, at), this.runs.length(bytes, at));
      }
      this.heap.free(shard, root);
    } else {
      const { elements } = this.members;
      for (let position = 0; position < SCAN_END; position = this.members.nextPosition) {
        const found = this.members.scan(root, position);
        for (let i = 0; i < found; i++) {
          const ref = this.members.found[i]! as Ref;
          run = this.#insertInteger(shard, run, elements.bytesOf(ref), elements.keyAt(ref), elements.keyLength(ref));
        }
      }
      while (!this.members.dismantle(root, shard, count + 1));
    }
    this.encoding = SET_INTSET;
    this.root = run;
  }

  #insertInteger(shard: number, run: Ref, bytes: Uint8Array, start: number, length: number): Ref {
    this.value.read(bytes, start, length);
    this.ints.find(run, this.value);
    return this.ints.insert(shard, run, this.value);
  }

  #isAllIntegers(encoding: number, root: Ref): boolean {
    if (encoding === SET_LISTPACK) {
      const bytes = this.runs.bytesOf(root);
      const end = this.runs.end(root);
      for (let at = this.runs.begin(root); at < end; at = this.runs.next(bytes, at)) {
        if (!this.value.read(bytes, this.runs.data(bytes, at), this.runs.length(bytes, at))) return false;
      }
      return true;
    }
    const { elements } = this.members;
    for (let position = 0; position < SCAN_END; position = this.members.nextPosition) {
      const found = this.members.scan(root, position);
      for (let i = 0; i < found; i++) {
        const ref = this.members.found[i]! as Ref;
        if (!this.value.read(elements.bytesOf(ref), elements.keyAt(ref), elements.keyLength(ref))) return false;
      }
    }
    return true;
  }
}
