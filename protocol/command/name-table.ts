// HOT: once a command. No strings, no allocation; nearly every name is found at the first probe.
/**
 * Finds a value by a name's bytes, in any case: open addressing with linear probing, at most a quarter full. A slot
 * holds the number of an entry; the lower-case names of all entries stand one behind the other.
 */

/** Maps bytes to lower case; only A-Z change. */
const LOWER = new Uint8Array(256);
for (let i = 0; i < 256; i++) LOWER[i] = i >= 0x41 && i <= 0x5a ? i + 0x20 : i;

export class NameTable<T> {
  private readonly mask: number;
  /** Number of the entry in each slot; -1: empty. */
  private readonly slots: Int16Array;
  private readonly values: readonly T[];
  private readonly names: Uint8Array;
  /** Entry i's name is `names[starts[i] .. starts[i + 1]]`. */
  private readonly starts: Int32Array;
  private readonly longest: number;

  /** Names must be distinct and in lower case. */
  constructor(entries: readonly (readonly [name: string, value: T])[]) {
    let size = 4;
    while (size < entries.length * 4) size *= 2;
    this.mask = size - 1;
    this.slots = new Int16Array(size).fill(-1);
    this.values = entries.map(([, value]) => value);
    this.names = Buffer.from(entries.map(([name]) => name).join(''), 'latin1');
    this.starts = new Int32Array(entries.length + 1);
    let longest = 0;
    entries.forEach(([name], i) => {
      const start = this.starts[i]!;
      this.starts[i + 1] = start + name.length;
      longest = Math.max(longest, name.length);
      let slot = hash(this.names, start, name.length) & this.mask;
      while (this.slots[slot]! >= 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = i;
    });
    this.longest = longest;
  }

  /** The value of the name in these bytes, in any case, or null. */
  find(buf: Uint8Array, start: number, len: number): T | null {
    if (start < 0 || len > this.longest) return null;
    let slot = hash(buf, start, len) & this.mask;
    for (;;) {
      const entry = this.slots[slot]!;
      if (entry < 0) return null;
      const name = this.starts[entry]!;
      if (this.starts[entry + 1]! - name === len && isSame(this.names, name, buf, start, len))
        return this.values[entry]!;
      slot = (slot + 1) & this.mask;
    }
  }
}

function isSame(names: Uint8Array, name: number, buf: Uint8Array, start: number, len: number): boolean {
  for (let i = 0; i < len; i++) if (LOWER[buf[start + i]!] !== names[name + i]) return false;
  return true;
}

/** Of the length and four of the bytes: names differ there, and long ones cost no more than short ones. */
function hash(buf: Uint8Array, start: number, len: number): number {
  if (len === 0) return 0;
  const last = start + len - 1;
  const ends = (LOWER[buf[start]!]! << 8) | LOWER[buf[last]!]!;
  const middle = (LOWER[buf[start + (len >> 1)]!]! << 8) | LOWER[buf[last - (len >> 2)]!]!;
  const h = Math.imul(ends ^ (len << 16), 0x9e3779b1) ^ Math.imul(middle, 0x85ebca6b);
  return h ^ (h >>> 15);
}
