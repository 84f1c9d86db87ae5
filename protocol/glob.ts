// HOT: runs for every key of KEYS and SCAN. No allocation, closures, regexes or strings; bytes in, boolean out.

/**
 * Glob patterns as Redis matches them: `*`, `?`, `[a-z]`, `[^a]` and `\x`.
 *
 * Idea: walk pattern and text together and remember the last `*` only. When something does not fit, the text after that
 * `*` moves on by one byte. An earlier `*` never has to be tried again: what it could still take, the last one can take
 * as well. Cost: at most pattern × text steps and no recursion, so no pattern is hostile.
 *
 * Quirks of Redis that clients can see and that hold here too: ranges compare signed bytes; `\` escapes inside of
 * brackets; a bracket that is not closed ends with the pattern; no pattern but the empty one matches an empty text; a
 * pattern with more than 1,000 stars that still have something behind them matches nothing.
 */

const STAR = 0x2a;
const QUESTION = 0x3f;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const BACKSLASH = 0x5c;
const CARET = 0x5e;
const DASH = 0x2d;

const maxStars = 1000;

/** Where the bracket that `inBracket` has just read ended. Kept aside so that nothing is allocated for two results. */
let bracketEnd = 0;

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

/** Redis compares the ends of a range as signed characters. */
function signed(byte: number): number {
  return (byte << 24) >> 24;
}

/** Tests one byte against the bracket whose first byte after `[` is at `at`. Sets `bracketEnd` to the byte after it. */
function inBracket(pattern: Uint8Array, at: number, end: number, byte: number, ignoreCase: boolean): boolean {
  let p = at;
  const negated = p < end && pattern[p] === CARET;
  if (negated) p++;
  let found = false;
  while (p < end) {
    const first = pattern[p]!;
    if (first === BACKSLASH && end - p >= 2) {
      p++;
      if (pattern[p] === byte) found = true;
    } else if (first === CLOSE) {
      p++;
      break;
    } else if (end - p >= 3 && pattern[p + 1] === DASH) {
      if (inRange(first, pattern[p + 2]!, byte, ignoreCase)) found = true;
      p += 2;
    } else if (first === byte || (ignoreCase && lower(first) === lower(byte))) {
      found = true;
    }
    p++;
  }
  bracketEnd = p;
  return found !== negated;
}

function inRange(from: number, to: number, byte: number, ignoreCase: boolean): boolean {
  let start = signed(from);
  let stop = signed(to);
  let value = signed(byte);
  if (start > stop) {
    const swap = start;
    start = stop;
    stop = swap;
  }
  if (ignoreCase) {
    start = lower(start);
    stop = lower(stop);
    value = lower(value);
  }
  return value >= start && value <= stop;
}

/**
 * True when `text[textStart..textEnd)` fits the pattern `pattern[patternStart..patternEnd)`.
 *
 * `ignoreCase` folds ASCII letters. Both may be views of shared memory; neither is changed.
 */
export function globMatch(
  pattern: Uint8Array,
  patternStart: number,
  patternEnd: number,
  text: Uint8Array,
  textStart: number,
  textEnd: number,
  ignoreCase: boolean,
): boolean {
  let p = patternStart | 0;
  let t = textStart | 0;
  let stars = 0;
  let afterStar = -1;
  let starText = 0;
  for (;;) {
    if (t >= textEnd) {
      // What is left of the pattern may only be stars, and only behind a byte that was matched.
      if (t > textStart) while (p < patternEnd && pattern[p] === STAR) p++;
      if (p >= patternEnd) return true;
    } else if (p < patternEnd) {
      const code = pattern[p]!;
      if (code === STAR) {
        while (p + 1 < patternEnd && pattern[p + 1] === STAR) p++;
        p++;
        if (p >= patternEnd) return true;
        if (++stars > maxStars) return false;
        afterStar = p;
        starText = t;
        continue;
      }
      if (code === QUESTION) {
        p++;
        t++;
        continue;
      }
      if (code === OPEN) {
        if (inBracket(pattern, p + 1, patternEnd, text[t]!, ignoreCase)) {
          p = bracketEnd;
          t++;
          continue;
        }
      } else {
        const literal = code === BACKSLASH && p + 1 < patternEnd ? p + 1 : p;
        const wanted = pattern[literal]!;
        const byte = text[t]!;
        if (wanted === byte || (ignoreCase && lower(wanted) === lower(byte))) {
          p = literal + 1;
          t++;
          continue;
        }
      }
    }
    // No fit: let the last star take one byte more.
    if (afterStar < 0 || ++starText >= textEnd) return false;
    p = afterStar;
    t = starText;
  }
}
