/** The outcome of reading a value: its text in the form that CONFIG GET prints, or Redis' words about what is wrong. */
export type Parsed = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: string };

/** A value that was understood. */
export function accepted(text: string): Parsed {
  return { ok: true, text };
}

/** A value that was not. `error` has no prefix: the caller knows whether it answers a client or prints a line. */
export function rejected(error: string): Parsed {
  return { ok: false, error };
}
