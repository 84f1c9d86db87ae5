// HOT: asked several times a request that has options. No strings.
import type { RequestArgs } from './arguments.ts';

/** Is argument `arg` this word, in any case? `word` is in lower case. A large argument is no word. */
export function isWord(request: RequestArgs, arg: number, word: Uint8Array): boolean {
  const length = word.length;
  if (request.argLen[arg] !== length) return false;
  const start = request.argStart[arg]!;
  if (start < 0) return false;
  const buf = request.buf;
  for (let i = 0; i < length; i++) {
    const c = buf[start + i]!;
    const w = word[i]!;
    if (c !== w && ((c | 0x20) !== w || w < 0x61 || w > 0x7a)) return false;
  }
  return true;
}
