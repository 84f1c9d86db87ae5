/** Arguments behind each word of BITFIELD that changes nothing. */
const QUIET: ReadonlyMap<string, number> = new Map([
  ['get', 2],
  ['overflow', 1],
]);

/** Whether a BITFIELD that is only quoted reads and does not write: a word that is not understood may write. */
export function onlyReads(words: readonly string[]): boolean {
  for (let at = 2; at < words.length; at++) {
    const behind = QUIET.get(words[at]!.toLowerCase());
    if (behind === undefined || words.length - at - 1 < behind) return false;
    at += behind;
  }
  return true;
}
