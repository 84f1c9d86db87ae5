// HOT: once a command. No strings, no allocation; one probe for nearly every name.
/**
 * Finds a value by a name's bytes, in any case. Names are known at start-up, so the table tries seeds until every
 * name has a slot of its own: a lookup is one hash, one slot, one comparison.
 */

/** Maps bytes to lower case; only A-Z change. */
const LOWER = new Uint8Array(256);
for (let i = 0; i < 256; i++) LOWER[i] = i >= 0x41 && i <= 0x5a ? i + 0x20 : i;

const MAX_NAME = 64;

export class NameTable<T> {
  private readonly mask: number;
  private readonly seed: number;
  private readonly values: (T | null)[];
  /** Bytes of the name in slot i: from `i * MAX_NAME` on. */
  private readonly names: Uint8Array;
  private readonly lengths: Uint8Array;

  /** Names must be in lower case, distinct, and at most 64 bytes long. */
  constructor(entries: readonly (readonly [name: string, value: T])[]) {
    let size = 4;
    while (size < entries.length * 4) size *= 2;
    let seed = 1;
    while (!isPerfect(entries, seed, size - 1)) {
      seed += 2;
      if (seed % 1000 === 1) size *= 2;
    }
    this.mask = size - 1;
    this.seed = seed;
    this.values = new Array<T | null>(size).fill(null);
    this.names = new Uint8Array(size * MAX_NAME);
    this.lengths = new Uint8Array(size);
    for (const [name, value] of entries) {
      const bytes = Buffer.from(name, 'latin1');
      const slot = hash(bytes, 0, bytes.length, seed) & this.mask;
      this.values[slot] = value;
      this.names.set(bytes, slot * MAX_NAME);
      this.lengths[slot] = bytes.length;
    }
  }

  /** The value of the name in these bytes, in any case, or null. */
  find(buf: Uint8Array, start: number, len: number): T | null {
    if (start < 0) return null;
    const slot = hash(buf, start, len, this.seed) & this.mask;
    if (this.lengths[slot] !== len) return null;
    const names = this.names;
    const base = slot * MAX_NAME;
    for (let i = 0; i < len; i++) {
      if (LOWER[buf[start + i]!] !== names[base + i]) return null;
    }
    return this.values[slot]!;
  }
}

function hash(buf: Uint8Array, start: number, len: number, seed: number): number {
  let h = seed ^ len;
  const end = start + (len > MAX_NAME ? 0 : len);
  for (let i = start; i < end; i++) h = Math.imul(h ^ LOWER[buf[i]!]!, 0x01000193);
  return h ^ (h >>> 15);
}

function isPerfect(entries: readonly (readonly [string, unknown])[], seed: number, mask: number): boolean {
  const taken = new Set<number>();
  for (const [name] of entries) {
    const bytes = Buffer.from(name, 'latin1');
    if (bytes.length > MAX_NAME) throw new Error(`name ${name} is longer than ${MAX_NAME} bytes`);
    taken.add(hash(bytes, 0, bytes.length, seed) & mask);
  }
  return taken.size === entries.length;
}
