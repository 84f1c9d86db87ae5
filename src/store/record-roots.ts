// HOT: no closures, no allocation on the JS heap, integers only.
/** Where the value of a record lies, read without its lock: a torn record gives some reference, which only costs a load. */
import { NO_REF, type Ref } from '../memory/types.ts';
import { EXPIRY_FLAG } from './record-header.ts';

/** Byte of a record at which its key begins, without an expiry. */
const KEY_AT = 12;
const KEY_LENGTH = 0xff;

/** The root of the collection whose record is said to begin at a word; NO_REF for a long key, or beyond the array. */
export function recordRoot(words: Int32Array, at: number): Ref {
  if (at + 3 >= words.length) return NO_REF;
  const meta = words[at + 1]!;
  const keyLength = meta & KEY_LENGTH;
  const rootByte = (at << 2) + KEY_AT + ((meta & EXPIRY_FLAG) !== 0 ? 8 : 0) + keyLength;
  const word = rootByte >>> 2;
  if (keyLength === KEY_LENGTH || word + 1 >= words.length) return NO_REF;
  const right = (rootByte & 3) << 3;
  return (right === 0 ? words[word]! : (words[word]! >>> right) | (words[word + 1]! << (32 - right))) as Ref;
}
