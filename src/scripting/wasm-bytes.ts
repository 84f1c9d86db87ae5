/** Reads and writes the binary format of WebAssembly: numbers in LEB128, names, and instructions to step over. */

const MORE = 0x80;
const BITS = 0x7f;
/** Longest number of 64 bits. */
const MOST_NUMBER = 10;

export class WasmReader {
  readonly source: Buffer;
  at = 0;

  constructor(source: Buffer) {
    this.source = source;
  }

  byte(): number {
    return this.source[this.at++]!;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & BITS) * 2 ** shift;
      if ((byte & MORE) === 0) return value;
    }
  }

  name(): string {
    const length = this.unsigned();
    this.at += length;
    return this.source.toString('utf8', this.at - length, this.at);
  }

  /** Steps over the limits of a table or memory. */
  limits(): void {
    const hasMost = (this.byte() & 1) !== 0;
    this.unsigned();
    if (hasMost) this.unsigned();
  }

  /** How many ways the jump table has whose operands begin at a place. */
  waysAt(place: number): number {
    const { at } = this;
    this.at = place;
    const ways = this.unsigned();
    this.at = at;
    return ways;
  }

  /** Steps over one instruction. Throws for one that this format did not have in 2022. */
  instruction(): void {
    const code = this.byte();
    if (code === 0x0e || code === 0x1c) this.#numbers(this.unsigned() + (code === 0x0e ? 1 : 0));
    else if (code === 0x43) this.at += 4;
    else if (code === 0x44) this.at += 8;
    else if (code === 0xfc) this.#numbers(OPERANDS_FC[this.unsigned()] ?? unknown(code));
    else this.#numbers(operandsOf(code));
  }

  #numbers(count: number): void {
    for (let i = 0; i < count; i++) while ((this.byte() & MORE) !== 0);
  }
}

/** Numbers behind an instruction. */
function operandsOf(code: number): number {
  if (code === 0x02 || code === 0x03 || code === 0x04 || code === 0x0c || code === 0x0d || code === 0x10) return 1;
  if (code === 0x11) return 2;
  if (code >= 0x20 && code <= 0x26) return 1;
  if (code >= 0x28 && code <= 0x3e) return 2;
  if (code >= 0x3f && code <= 0x42) return 1;
  if (code === 0xd0 || code === 0xd2) return 1;
  const isBare = code <= 0x0f || code === 0x1a || code === 0x1b || (code >= 0x45 && code <= 0xc4) || code === 0xd1;
  return isBare ? 0 : unknown(code);
}

/** The same behind 0xfc and a number: conversions, then memory and tables. */
const OPERANDS_FC = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

function unknown(code: number): never {
  throw new Error(`unknown instruction 0x${code.toString(16)}`);
}

export class WasmWriter {
  buffer: Buffer;
  length = 0;

  constructor(room: number) {
    this.buffer = Buffer.allocUnsafe(room);
  }

  #ensure(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe((this.length + bytes) * 2);
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }

  byte(value: number): void {
    this.#ensure(1);
    this.buffer[this.length++] = value;
  }

  bytes(source: Buffer, start: number, end: number): void {
    this.#ensure(end - start);
    source.copy(this.buffer, this.length, start, end);
    this.length += end - start;
  }

  unsigned(value: number): void {
    this.#ensure(MOST_NUMBER);
    let rest = value;
    while (rest >= MORE) {
      this.buffer[this.length++] = (rest & BITS) | MORE;
      rest = Math.floor(rest / MORE);
    }
    this.buffer[this.length++] = rest;
  }

  /** Of 32 bits. */
  signed(value: number): void {
    let rest = value;
    for (;;) {
      const low = rest & BITS;
      rest >>= 7;
      const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
      this.byte(isLast ? low : low | MORE);
      if (isLast) return;
    }
  }

  name(text: string): void {
    const encoded = Buffer.from(text, 'utf8');
    this.unsigned(encoded.length);
    this.bytes(encoded, 0, encoded.length);
  }
}

/** What a module of version 1 begins with. */
export const MODULE_HEADER: Buffer = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
/** Numbers of sections of a module. */
export const SECTION = { types: 1, imports: 2, globals: 6, exports: 7, code: 10 } as const;
/** What is imported or exported. */
export const KIND = { function: 0, table: 1, memory: 2, global: 3 } as const;

/** Steps through the sections of a module; the reader is behind the size of each. */
export function eachSection(module: Buffer, look: (id: number, reader: WasmReader, end: number) => void): void {
  const reader = new WasmReader(module);
  reader.at = MODULE_HEADER.length;
  while (reader.at < module.length) {
    const id = reader.byte();
    const size = reader.unsigned();
    const end = reader.at + size;
    look(id, reader, end);
    reader.at = end;
  }
}

/** @param write writes the new contents of a section, or (false) wants it as it is @returns the new module */
export function rewriteSections(
  module: Buffer,
  write: (id: number, reader: WasmReader, end: number, section: WasmWriter) => boolean,
): Buffer {
  const out = new WasmWriter(module.length * 2);
  out.bytes(module, 0, MODULE_HEADER.length);
  eachSection(module, (id, reader, end) => {
    const start = reader.at;
    const section = new WasmWriter((end - start) * 2 + 64);
    if (!write(id, reader, end, section)) section.bytes(module, start, end);
    out.byte(id);
    out.unsigned(section.length);
    out.bytes(section.buffer, 0, section.length);
  });
  return Buffer.from(out.buffer.subarray(0, out.length));
}

/** Reads the imports of a module, in order. */
export function readImports(reader: WasmReader): { readonly field: string; readonly kind: number }[] {
  const found: { field: string; kind: number }[] = [];
  for (let left = reader.unsigned(); left > 0; left--) {
    reader.name();
    const field = reader.name();
    const kind = reader.byte();
    found.push({ field, kind });
    if (kind === KIND.function) reader.unsigned();
    else if (kind === KIND.global) reader.at += 2;
    else if (kind === KIND.memory) reader.limits();
    else if (kind === KIND.table) {
      reader.byte();
      reader.limits();
    } else throw new Error(`import of kind ${kind}`);
  }
  return found;
}

/** Writes the exports of a module with one more. The reader is where they begin. */
export function addExport(
  reader: WasmReader,
  end: number,
  section: WasmWriter,
  added: { readonly name: string; readonly kind: number; readonly index: number },
): void {
  section.unsigned(reader.unsigned() + 1);
  section.bytes(reader.source, reader.at, end);
  section.name(added.name);
  section.byte(added.kind);
  section.unsigned(added.index);
}
