/**
 * How strings are made in Lua from outside, and faster than the module came.
 *
 * - Nothing that it exports makes a string of bytes with zeros among them: the function of C that does (`lua_pushlstring`)
 *   is exported as well. Without it `string.sub` has to cut what is wanted out of a long string.
 * - A string that Lua has already is found by comparing bytes, one by one: a third of what it takes to make a string of 64
 *   bytes again. Eight at a time come first now.
 *
 * The functions are found by what they call, from the one that holds the hash of strings (string-hash.ts).
 * Source: the binary format in the WebAssembly Core Specification, release 2.0.
 */
import { hashPlaces } from './string-hash.ts';
import {
  addExport,
  eachSection,
  KIND,
  readImports,
  rewriteSections,
  SECTION,
  type WasmReader,
  type WasmWriter,
} from './wasm-bytes.ts';

/** Under which name the function is exported. `(state, address, bytes)`: pushes a string; may raise Lua's error. */
export const PUSH_STRING = 'pushString';

const CALL = 0x10;

/** How `memcmp(a, b, n)` begins: three locals; `block; get n; eqz; br_if; loop; get a; load8_u`. */
const COMPARE = Buffer.from([1, 3, 0x7f, 0x02, 0x40, 0x20, 2, 0x45, 0x0d, 0, 0x03, 0x40, 0x20, 0, 0x2d, 0, 0]);
const COMPARE_LOCALS = 3;
/** Eight bytes at a time, until fewer are left or some differ: the loop over single bytes goes on from there. */
const BY_WORDS = Buffer.from(
  [
    [0x02, 0x40, 0x03, 0x40], // block, loop
    [0x20, 2, 0x41, 8, 0x49, 0x0d, 1], //   n < 8: leave
    [0x20, 0, 0x29, 0, 0, 0x20, 1, 0x29, 0, 0, 0x52, 0x0d, 1], //   the words at a and b differ: leave
    [0x20, 0, 0x41, 8, 0x6a, 0x21, 0], //   a += 8
    [0x20, 1, 0x41, 8, 0x6a, 0x21, 1], //   b += 8
    [0x20, 2, 0x41, 8, 0x6b, 0x21, 2], //   n -= 8
    [0x0c, 0, 0x0b, 0x0b], // again; end, end
  ].flat(),
);

interface Body {
  readonly start: number;
  readonly end: number;
  /** Indices of the functions that it calls, in order. */
  readonly calls: readonly number[];
}

/** @returns the module with both changes. @throws when it is not the one that this knows */
export function makeStringsFaster(module: Buffer): Buffer {
  const { bodies, imports } = readBodies(module);
  const [place] = hashPlaces(module);
  const maker = bodies.findIndex(({ end, start }) => place !== undefined && place > start && place < end);
  const compare = (bodies[maker]?.calls[0] ?? 0) - imports;
  const { start } = bodies[compare] ?? { start: 0 };
  if (!module.subarray(start, start + COMPARE.length).equals(COMPARE)) throw new Error('no comparison of strings');
  const pushes = bodies.flatMap(({ calls }, i) => (calls.length === 2 && calls[1] === maker + imports ? [i] : []));
  if (pushes.length !== 1) throw new Error(`what pushes strings was found ${pushes.length} times`);
  const index = imports + pushes[0]!;
  return rewriteSections(module, (id, reader, end, section) => {
    if (id === SECTION.exports) addExport(reader, end, section, { name: PUSH_STRING, kind: KIND.function, index });
    else if (id === SECTION.code) writeBodies(module, bodies, compare, section);
    else return false;
    return true;
  });
}

function readBodies(module: Buffer): { readonly bodies: readonly Body[]; readonly imports: number } {
  const bodies: Body[] = [];
  let imports = 0;
  eachSection(module, (id, reader) => {
    if (id === SECTION.imports) imports = readImports(reader).filter(({ kind }) => kind === KIND.function).length;
    if (id !== SECTION.code) return;
    for (let left = reader.unsigned(); left > 0; left--) bodies.push(readBody(reader));
  });
  return { bodies, imports };
}

function readBody(reader: WasmReader): Body {
  const size = reader.unsigned();
  const start = reader.at;
  const end = start + size;
  const calls: number[] = [];
  const groups = reader.unsigned();
  for (let i = 0; i < groups; i++) {
    reader.unsigned();
    reader.byte();
  }
  while (reader.at < end) {
    const at = reader.at;
    reader.instruction();
    if (reader.source[at] !== CALL) continue;
    reader.at = at + 1;
    calls.push(reader.unsigned());
  }
  return { start, end, calls };
}

function writeBodies(module: Buffer, bodies: readonly Body[], compare: number, section: WasmWriter): void {
  section.unsigned(bodies.length);
  for (const [i, { end, start }] of bodies.entries()) {
    if (i !== compare) {
      section.unsigned(end - start);
      section.bytes(module, start, end);
      continue;
    }
    section.unsigned(end - start + BY_WORDS.length);
    section.bytes(module, start, start + COMPARE_LOCALS);
    section.bytes(BY_WORDS, 0, BY_WORDS.length);
    section.bytes(module, start + COMPARE_LOCALS, end);
  }
}
