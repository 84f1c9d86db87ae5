/** Suggestions for misspelt names. */

/** Number of letters to insert, delete or replace to make `b` of `a`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_value, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The name most like `given`, or null when none is close (more than a third of the letters differ). */
export function nearestName(given: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.floor(given.length / 3) + 1;
  for (const name of names) {
    const letters = distance(given, name);
    if (letters < least) {
      least = letters;
      best = name;
    }
  }
  return best;
}
