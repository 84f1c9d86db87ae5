// HOT: no closures, no allocation.
/**
 * Unpacks LZF (M. Lehmann's LibLZF format): a byte below 32 says that so many bytes and one follow as they are, another
 * one says how far back and how long a piece is to be repeated.
 */

const LITERAL = 32;
const LONG = 7;
/** Most bytes that a byte of a packed text stands for: 264 in three. */
export const MAX_EXPANSION = 88;

/**
 * Unpacks source[start, end) into target[at, at + length).
 * @returns false when the text is broken, or not of this length
 */
export function unpack(
  source: Uint8Array,
  start: number,
  end: number,
  target: Buffer,
  at: number,
  length: number,
): boolean {
  const stop = at + length;
  let from = start;
  let to = at;
  while (from < end) {
    const control = source[from++]!;
    if (control < LITERAL) {
      const bytes = control + 1;
      if (from + bytes > end || to + bytes > stop) return false;
      for (let i = 0; i < bytes; i++) target[to++] = source[from++]!;
      continue;
    }
    let bytes = control >>> 5;
    if (bytes === LONG) {
      if (from >= end) return false;
      bytes += source[from++]!;
    }
    if (from >= end) return false;
    let back = to - ((control & 0x1f) << 8) - source[from++]! - 1;
    bytes += 2;
    if (back < at || to + bytes > stop) return false;
    // Byte by byte: the piece may overlap what it makes.
    for (let i = 0; i < bytes; i++) target[to++] = target[back++]!;
  }
  return to === stop;
}
