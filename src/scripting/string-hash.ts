/**
 * How Lua hashes its strings: all their characters.
 *
 * Problem: Lua 5.1 leaves characters out of strings of 32 bytes and more, every other one first, then two of three and so on.
 * Whoever chooses them makes as many strings as they like that have one hash, and each look-up goes through all of them. Redis
 * leaves none out; so tables with such keys are also walked in another order there, which `pairs` and cjson show.
 * Idea: one byte of the WebAssembly module says so.
 *
 *   the C source has     step = (length >> 5) + 1
 *   and this becomes     step = (length >> 31) + 1
 */

const SHIFT = 5;
const WHOLE_SHIFT = 31;
const ANY = -1;
const I32_CONST = 0x41;
const GET = 0x20;
const TEE = 0x22;
/** `const 5; shr_u; tee step; gt_u; if; get step; const -1; xor`: the length is larger than the step, of which ~step is taken. */
const SHAPE = [I32_CONST, SHIFT, 0x76, TEE, ANY, 0x4b, 0x04, 0x40, GET, ANY, I32_CONST, 0x7f, 0x73];

/** Where the step is worked out: in one place of a module that is as it came. */
export function hashPlaces(module: Buffer): number[] {
  const places: number[] = [];
  for (let at = module.indexOf(I32_CONST); at >= 0; at = module.indexOf(I32_CONST, at + 1)) {
    if (SHAPE.every((byte, i) => byte === ANY || module[at + i] === byte)) places.push(at);
  }
  return places;
}

/** @returns the module with that byte changed. @throws when the place is not there, or not the only one */
export function hashWholeStrings(module: Buffer): Buffer {
  const places = hashPlaces(module);
  const [place] = places;
  if (place === undefined || places.length > 1) throw new Error(`the hash of strings was found ${places.length} times`);
  const changed = Buffer.from(module);
  changed[place + 1] = WHOLE_SHIFT;
  return changed;
}
