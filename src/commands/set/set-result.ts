// HOT: no closures, no allocation.
/** A set that is being made of others: nobody's value until it is stored. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';

export class SetResult {
  encoding = 0;
  root: Ref = NO_REF;
  #shard = 0;

  /** Begins an empty one in the shard of a key, in the form for integers or the packed one. */
  begin(call: Call, key: ArgIndex, integers: boolean): void {
    this.#shard = call.store.shards[key]!;
    this.root = call.types.sets.createEmpty(this.#shard, integers);
    this.encoding = call.types.sets.forms.encoding;
  }

  /** Adds the member that the walk shows. */
  add(call: Call): void {
    const walk = call.types.setWalk;
    const { sets } = call.types;
    sets.addTo(this.#shard, this.encoding, this.root, walk.bytes, walk.at, walk.length);
    this.#take(call);
  }

  /** Removes the member that the walk shows. */
  remove(call: Call): void {
    const walk = call.types.setWalk;
    const { forms } = call.types.sets;
    forms.remove(this.#shard, this.encoding, this.root, walk.bytes, walk.at, walk.length);
    this.#take(call);
  }

  /** Takes the form of integers if they are all integers. */
  toIntegers(call: Call): void {
    call.types.sets.forms.toIntegers(this.#shard, this.encoding, this.root);
    this.#take(call);
  }

  size(call: Call): number {
    return call.types.sets.count(this.encoding, this.root);
  }

  #take(call: Call): void {
    const { forms } = call.types.sets;
    this.encoding = forms.encoding;
    this.root = forms.root;
  }
}

export const result: SetResult = new SetResult();
