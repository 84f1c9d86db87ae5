/** One setting given somewhere, before it is read. */

/** Where a setting was given. `place` names it for people: a file and line, a flag, a variable. */
export interface Origin {
  readonly source: 'default' | 'file' | 'environment' | 'flag';
  readonly place: string;
}

/** A name with its words (byte strings) and where they stand. */
export interface Assignment {
  readonly name: string;
  readonly words: readonly string[];
  readonly origin: Origin;
}

/** Assignments in the order in which they apply, or one line about what is wrong. */
export type Assignments =
  | { readonly ok: true; readonly list: readonly Assignment[] }
  | { readonly ok: false; readonly error: string };

/** The bytes of a string of this process as a byte string. */
export function byteString(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
