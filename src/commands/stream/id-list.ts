// HOT: no closures; one allocation for the longest list so far.
/** A list of IDs: those of a request's arguments, which are all read before any of them is acted upon. */
import type { ArgRange } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { copyId, ID_WORDS } from '../../values/stream/stream-id.ts';
import { readId } from './stream-id-text.ts';

export class IdList {
  /** ID i is at words[i * ID_WORDS]. */
  words: Int32Array = new Int32Array(64 * ID_WORDS);
  count = 0;

  clear(): void {
    this.count = 0;
  }

  /** Makes room for one more. @returns where its words go */
  push(): number {
    const at = this.count++ * ID_WORDS;
    if (at + ID_WORDS > this.words.length) this.#grow();
    return at;
  }

  add(id: Int32Array, at: number): void {
    const place = this.push();
    copyId(id, at, this.words, place);
  }

  /** Reads all IDs of a range of arguments. @returns false when one is none; the error is replied */
  read(call: Call, range: ArgRange): boolean {
    this.count = 0;
    for (let i = 0; i < range.count; i++) {
      const at = this.push();
      if (readId(call.args, range.at(i), this.words, at, 0)) continue;
      call.fail(ERROR.streamIdInvalid);
      return false;
    }
    return true;
  }

  #grow(): void {
    const words = new Int32Array(this.words.length * 2);
    // not shared: both lists are this thread's own.
    words.set(this.words);
    this.words = words;
  }
}

/** The list of the command that is being run. */
export const idList: IdList = new IdList();
