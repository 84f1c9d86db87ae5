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
import { WasmReader, WasmWriter } from './wasm-bytes.ts';

/** Under which name the function is exported. `(state, address, bytes)`: pushes a string; may raise Lua's error. */
export const PUSH_STRING = 'pushString';

const HEADER_BYTES = 8;
const IMPORTS = 2;
const EXPORTS = 7;
const CODE = 10;
const KIND_FUNCTION = 0;
const KIND_TABLE = 1;
const KIND_MEMORY = 2;
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
  return rewrite(module, bodies, compare, imports + pushes[0]!);
}

function readBodies(module: Buffer): { readonly bodies: readonly Body[]; readonly imports: number } {
  const reader = new WasmReader(module);
  const bodies: Body[] = [];
  let imports = 0;
  reader.at = HEADER_BYTES;
  while (reader.at < module.length) {
    const id = reader.byte();
    const size = reader.unsigned();
    const end = reader.at + size;
    if (id === IMPORTS) imports = countFunctions(reader);
    else if (id === CODE) {
      const count = reader.unsigned();
      for (let i = 0; i < count; i++) bodies.push(readBody(reader));
    }
    reader.at = end;
  }
  return { bodies, imports };
}

function countFunctions(reader: WasmReader): number {
  const count = reader.unsigned();
  let functions = 0;
  for (let i = 0; i < count; i++) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    if (kind === KIND_FUNCTION) {
      functions++;
      reader.unsigned();
    } else if (kind === KIND_TABLE) {
      reader.byte();
      reader.limits();
    } else if (kind === KIND_MEMORY) reader.limits();
    else reader.at += 2;
  }
  return functions;
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

function rewrite(module: Buffer, bodies: readonly Body[], compare: number, push: number): Buffer {
  const reader = new WasmReader(module);
  const out = new WasmWriter(module.length + 256);
  reader.at = HEADER_BYTES;
  out.bytes(module, 0, HEADER_BYTES);
  while (reader.at < module.length) {
    const id = reader.byte();
    const size = reader.unsigned();
    const end = reader.at + size;
    const section = new WasmWriter(size + 128);
    if (id === EXPORTS) {
      section.unsigned(reader.unsigned() + 1);
      section.bytes(module, reader.at, end);
      section.name(PUSH_STRING);
      section.byte(KIND_FUNCTION);
      section.unsigned(push);
    } else if (id === CODE) writeBodies(module, bodies, compare, section);
    else section.bytes(module, reader.at, end);
    reader.at = end;
    out.byte(id);
    out.unsigned(section.length);
    out.bytes(section.buffer, 0, section.length);
  }
  return Buffer.from(out.buffer.subarray(0, out.length));
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
