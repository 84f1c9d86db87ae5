/** Texts in the memory of Lua's C side, which it takes as pointers. Each is written once; only anchors are forgotten. */
import type { LuaExports } from './lua-module.ts';

interface CMemory {
  readonly lua: LuaExports;
  readonly bytes: Buffer;
}

/** Names of the registry that hold what is to live: each is needed once only, so they share one place. */
const ANCHOR = 'anchor ';
const SCRATCH_BYTES = 64;

export class CTexts {
  readonly #places = new Map<string, number>();
  #scratch = 0;

  /** @returns where the text is, with a NUL behind it */
  at(memory: CMemory, text: string): number {
    const encoded = Buffer.from(`${text}\0`, 'latin1');
    if (text.startsWith(ANCHOR)) {
      if (this.#scratch === 0) this.#scratch = memory.lua.malloc(SCRATCH_BYTES);
      encoded.copy(memory.bytes, this.#scratch);
      return this.#scratch;
    }
    let place = this.#places.get(text);
    if (place === undefined) {
      place = memory.lua.malloc(encoded.length);
      encoded.copy(memory.bytes, place);
      this.#places.set(text, place);
    }
    return place;
  }
}
