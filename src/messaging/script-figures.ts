/** How many scripts and libraries there are: words of the shared table of scripts (scripting/script-table.ts), for INFO. */
/** Words that stand before the log of scripts. */
const HEAD_WORDS = 32;
export const EVICTED_WORD = 20;
export const SCRIPTS_WORD = 21;
export const LIBRARIES_WORD = 22;
export const FUNCTIONS_WORD = 23;
export const SCRIPT_BYTES_WORD = 24;
export const LIBRARY_BYTES_WORD = 25;

export interface ScriptFigures {
  readonly scripts: number;
  readonly scriptBytes: number;
  /** Scripts that were forgotten because EVAL brought too many. */
  readonly evicted: number;
  readonly libraries: number;
  readonly libraryBytes: number;
  readonly functions: number;
}

/** @param shared undefined where there are no scripts */
export function scriptFiguresIn(shared: SharedArrayBuffer | undefined): ScriptFigures {
  const words = shared === undefined ? undefined : new Int32Array(shared, 0, HEAD_WORDS);
  const word = (at: number): number => words?.[at] ?? 0;
  return {
    scripts: word(SCRIPTS_WORD),
    scriptBytes: word(SCRIPT_BYTES_WORD),
    evicted: word(EVICTED_WORD),
    libraries: word(LIBRARIES_WORD),
    libraryBytes: word(LIBRARY_BYTES_WORD),
    functions: word(FUNCTIONS_WORD),
  };
}
