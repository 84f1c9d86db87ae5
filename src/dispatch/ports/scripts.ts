/** What commands ask of the scripts: their table, running one, and killing one. */

import type { ArgIndex, ArgRange, RequestArgs } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call, Outcome } from '../context.ts';

/** How a command names what it runs. */
export const BY_BODY = 0;
export const BY_SHA = 1;
export const BY_FUNCTION = 2;

/** Which kind of thing runs, or is to be killed. */
export const RUNS_SCRIPT = 1;
export const RUNS_FUNCTION = 2;

/** What those are told who may not be served while one of this kind runs for too long: a code of the table of errors. */
export function busyError(kind: number): number {
  return kind === RUNS_FUNCTION ? ERROR.busyFunction : ERROR.busyScript;
}

/** `place`: the command may run here, or was answered. Any other result is why it waits. */
export const RUN_HERE = 0;
export const ANSWERED = -1;

export interface ScriptArgs {
  /** The body, SHA-1 or name of the function. */
  readonly script: ArgIndex;
  readonly keys: ArgRange;
  readonly args: ArgRange;
}

export type KillOutcome = 'killed' | 'none' | 'wrote' | 'function' | 'script';

export interface FunctionFacts {
  readonly name: string;
  readonly description: string | undefined;
  readonly flags: readonly string[];
}

export interface LibraryFacts {
  readonly name: string;
  readonly functions: readonly FunctionFacts[];
  readonly code: Buffer;
}

/** What a change came to: an error is the whole line without `-`. */
export type Changed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

export interface ScriptsPort {
  /** The arguments are wrong: first of all a script or function that cannot be there is refused. @returns whether it was */
  refusesUnknown(call: Call, row: { readonly name: string }): boolean;
  /** Whether the script or function that a request names says itself that it writes nothing. */
  onlyReads(request: RequestArgs, row: { readonly name: string }): boolean;
  /** Whether scripts can be handed to another thread at once; if not, it is told to get ready. */
  isReady(): boolean;
  /** Before any lock, or in EXEC: whether a script may run on this thread. Its row has read the arguments. */
  place(call: Call, row: { readonly name: string; readonly parser: { readonly values: unknown } }): number;
  /** Runs a script under the locks that are held, and replies. */
  run(call: Call, by: number, readOnly: boolean, args: ScriptArgs): Outcome;
  /** Keeps a script. @returns its SHA-1 */
  load(body: Buffer): Changed<string>;
  exists(sha: string): boolean;
  /** The body of a script that is kept. */
  show(sha: string): Buffer | undefined;
  flush(): void;
  kill(kind: number): KillOutcome;
  /** Whether a script has been running for a while, but not for busy-reply-threshold: what asks for it waits. */
  readonly mayBecomeBusy: boolean;
  /** What has been running for longer than busy-reply-threshold. */
  busy(): { readonly kind: number; readonly name: string; readonly ms: number } | undefined;
  /**
   * Takes the locks of all shards that a script which takes long lends between its commands: for a moment, in which
   * nothing may be changed that the script can see. @returns the time that it sees, ms since 1970; undefined: none lends
   */
  borrowLocks(): number | undefined;
  /** Gives them back. */
  giveBackLocks(): void;
  /** The arguments of the command that runs it, as far as they are known. */
  busyCommand(): readonly Buffer[];
  libraries(): readonly LibraryFacts[];
  /** Adds a library. @returns its name */
  loadLibrary(code: Buffer, replace: boolean): Changed<string>;
  deleteLibrary(name: string): boolean;
  flushLibraries(): void;
}
