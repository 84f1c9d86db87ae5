/**
 * Makes the loops of a WebAssembly module say from time to time that they are still running.
 *
 * Problem: Lua's count hook is asked by Lua's own instructions only. A function of its C libraries that loops for long (a
 * pattern that goes back over and over, a repetition of nothing) asks nobody, and WebAssembly cannot be stopped from
 * outside but with its thread.
 * Idea: each loop of the C code begins with counting a global down, and calls an import of the module when that is zero. The
 * import, which has no parameters and one result, sets the global anew, and may throw. It tells such calls from others by
 * the zero.
 * Cost: a nanosecond a turn of a loop. Functions with a jump table of many ways, such as Lua's interpreter, which has
 * the hook, are left as they are. Some 10 ms once a thread.
 * Source: the binary format in the WebAssembly Core Specification, release 2.0.
 */

import { addExport, KIND, readImports, rewriteSections, SECTION, type WasmReader, WasmWriter } from './wasm-bytes.ts';
import { isTooWide, LOCAL_BEFORE, writeNearest } from './wide-conversion.ts';

/** Under which name the global is exported. */
export const LOOPS_LEFT = 'loopsLeft';

/** Ways of a jump table from which a function counts as an interpreter. */
const MANY_WAYS = 30;

const LOOP = 0x03;
const IF = 0x04;
const END = 0x0b;
const BR_TABLE = 0x0e;
const CALL = 0x10;
const DROP = 0x1a;
const GLOBAL_GET = 0x23;
const GLOBAL_SET = 0x24;
const I32_CONST = 0x41;
const I32_EQZ = 0x45;
const I32_SUB = 0x6b;
const I32 = 0x7f;
const NO_RESULT = 0x40;
const MUTABLE = 1;

interface Parts {
  /** Index of the import that is called, and how many globals there are before ours. */
  called: number;
  globals: number;
}

/**
 * @param importName field of the import that is called
 * @param every turns of loops between two calls
 */
export function watchLoops(module: Buffer, importName: string, every: number): Buffer {
  const parts: Parts = { called: -1, globals: 0 };
  return rewriteSections(module, (id, reader, end, section) => {
    if (id === SECTION.imports) findImport(reader, importName, parts);
    if (id === SECTION.globals) addGlobal(reader, end, section, parts, every);
    else if (id === SECTION.exports) {
      addExport(reader, end, section, { name: LOOPS_LEFT, kind: KIND.global, index: parts.globals });
    } else if (id === SECTION.code) rewriteCode(reader, section, parts);
    else return false;
    return true;
  });
}

function findImport(reader: WasmReader, wanted: string, parts: Parts): void {
  const imports = readImports(reader);
  parts.called = imports.filter(({ kind }) => kind === KIND.function).findIndex(({ field }) => field === wanted);
  parts.globals = imports.filter(({ kind }) => kind === KIND.global).length;
  if (parts.called < 0) throw new Error(`no import ${wanted}`);
}

function addGlobal(reader: WasmReader, end: number, section: WasmWriter, parts: Parts, every: number): void {
  const count = reader.unsigned();
  parts.globals += count;
  section.unsigned(count + 1);
  section.bytes(reader.source, reader.at, end);
  section.byte(I32);
  section.byte(MUTABLE);
  section.byte(I32_CONST);
  section.signed(every);
  section.byte(END);
}

function rewriteCode(reader: WasmReader, section: WasmWriter, parts: Parts): void {
  const count = reader.unsigned();
  section.unsigned(count);
  for (let i = 0; i < count; i++) {
    const size = reader.unsigned();
    const start = reader.at;
    const body = new WasmWriter(size * 4 + 64);
    const isWatched = rewriteBody(reader, start + size, body, parts);
    if (isWatched) {
      section.unsigned(body.length);
      section.bytes(body.buffer, 0, body.length);
    } else {
      section.unsigned(size);
      section.bytes(reader.source, start, start + size);
    }
    reader.at = start + size;
  }
}

/** @returns false when the function is to be left as it is */
function rewriteBody(reader: WasmReader, end: number, body: WasmWriter, parts: Parts): boolean {
  const { source } = reader;
  let copied = reader.at;
  const groups = reader.unsigned();
  for (let i = 0; i < groups; i++) {
    reader.unsigned();
    reader.byte();
  }
  while (reader.at < end) {
    const code = source[reader.at]!;
    if (code === BR_TABLE && reader.waysAt(reader.at + 1) >= MANY_WAYS) return false;
    if (isTooWide(source, reader.at)) {
      body.bytes(source, copied, reader.at);
      writeNearest(body, source[reader.at - LOCAL_BEFORE]!);
      reader.instruction();
      copied = reader.at;
    } else reader.instruction();
    if (code !== LOOP) continue;
    body.bytes(source, copied, reader.at);
    copied = reader.at;
    countDown(body, parts);
  }
  body.bytes(source, copied, end);
  return true;
}

/** `if (--loopsLeft === 0) called()` */
function countDown(body: WasmWriter, { called, globals }: Parts): void {
  body.byte(GLOBAL_GET);
  body.unsigned(globals);
  body.byte(I32_CONST);
  body.signed(1);
  body.byte(I32_SUB);
  body.byte(GLOBAL_SET);
  body.unsigned(globals);
  body.byte(GLOBAL_GET);
  body.unsigned(globals);
  body.byte(I32_EQZ);
  body.byte(IF);
  body.byte(NO_RESULT);
  body.byte(CALL);
  body.unsigned(called);
  body.byte(DROP);
  body.byte(END);
}
