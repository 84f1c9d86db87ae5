// HOT: no closures, no allocation on the JS heap; called under the lock of the set's key.
/** Members of a set chosen at random, each with the same chance. The walk shows the one that was drawn. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { SET_INTSET, SET_TABLE } from '../../values/set/set-forms.ts';
import type { SetWalk } from './set-walk.ts';
import type { Sets } from './sets.ts';

export class SetDraw {
  readonly #sets: Sets;
  readonly #walk: SetWalk;
  /** Element, index or place of the member that was drawn. */
  #drawn = 0;

  constructor(sets: Sets, walk: SetWalk) {
    this.#sets = sets;
    this.#walk = walk;
  }

  /** Draws a member of a set that has some, and shows it. @returns the element of a table, or the number of another member */
  draw(record: Ref): number {
    const { records } = this.#sets.store;
    const { forms } = this.#sets;
    const encoding = records.encoding(record);
    const root = records.rootRef(record);
    if (encoding === SET_TABLE) {
      const element = forms.members.random(root);
      if (element === NO_REF) throw new Error('a set without members is the value of a key');
      this.#drawn = element;
      this.#walk.showElement(element);
      return element;
    }
    const index = (Math.random() * forms.count(encoding, root)) | 0;
    if (encoding === SET_INTSET) {
      this.#drawn = index;
      this.#walk.showInteger(root, index);
    } else {
      this.#drawn = forms.runs.at(root, index);
      this.#walk.showEntry(root, this.#drawn);
    }
    return index;
  }

  /** Removes the member that was drawn last from the set, which may be empty then. */
  removeDrawn(key: ArgIndex, record: Ref): void {
    const { store, forms } = this.#sets;
    const shard = store.shards[key]!;
    const encoding = store.records.encoding(record);
    const root = store.records.rootRef(record);
    forms.root = root;
    if (encoding === SET_TABLE) forms.removeElement(shard, root, this.#drawn as Ref);
    else if (encoding === SET_INTSET) forms.root = forms.ints.remove(shard, root, this.#drawn);
    else forms.removeEntry(shard, root, this.#drawn);
    if (forms.root !== root) store.collections.update(record, encoding, forms.root);
  }
}
