/** From what a command names, a body, a SHA-1 or a function, to what is to be run. */
import { createHash } from 'node:crypto';
import type { ArgIndex, RequestArgs } from '../../protocol/command/arguments.ts';
import type { Call } from '../dispatch/context.ts';
import { BY_BODY, BY_FUNCTION, BY_SHA, RUNS_SCRIPT, type ScriptArgs } from '../dispatch/ports/scripts.ts';
import type { Libraries } from './libraries.ts';
import { EVALUATED, type ScriptEntry } from './script-log.ts';
import type { ScriptTable } from './script-table.ts';
import { readScriptHead, type ScriptFlags } from './shebang.ts';

export const SHA_LENGTH = 40;
export const NO_SCRIPT = 'NOSCRIPT No matching script. Please use EVAL.';
export const FUNCTION_NOT_FOUND = 'ERR Function not found';
/** What a first line with flags begins with. */
const HASH = 0x23;
/** Scripts that a thread knows beside the shared table. */
const MOST_TARGETS = 2_000;

/** What is to be run. */
export interface Target {
  readonly name: string;
  readonly kind: number;
  readonly flags: ScriptFlags;
  /** Of a script: its code. */
  readonly code: Buffer;
  readonly entry: ScriptEntry | undefined;
  /** Of a function: its place among those of its library. */
  readonly index: number;
}

export class ScriptTargets {
  readonly #table: ScriptTable;
  readonly #libraries: Libraries;
  /** Why a script cannot be compiled, if it cannot. */
  readonly #problem: (sha: string, code: Buffer) => string | undefined;
  readonly #known = new Map<string, Target>();
  /** The script that was named last. */
  #last: Target | undefined;
  #lastFunction: Target | undefined;

  constructor(table: ScriptTable, libraries: Libraries, problem: (sha: string, code: Buffer) => string | undefined) {
    this.#table = table;
    this.#libraries = libraries;
    this.#problem = problem;
  }

  clear(): void {
    this.#known.clear();
    this.#last = undefined;
  }

  /** @returns the error's line when there is no such thing */
  find(call: Call, by: number, args: ScriptArgs): Target | string {
    this.#table.sync();
    if (by === BY_FUNCTION) return this.#findFunction(call, args);
    let sha: string;
    let body: Buffer | undefined;
    if (by === BY_SHA) {
      const last = this.#last;
      if (last !== undefined && this.#table.scripts.get(last.name) === last.entry && isText(call, args, last.name))
        return last;
      sha = call.text(args.script).toLowerCase();
    } else {
      body = bodyOf(call, args);
      sha = shaOf(body);
    }
    const entry = this.#table.scripts.get(sha);
    const known = this.#known.get(sha);
    if (known !== undefined && known.entry === entry && entry !== undefined) {
      this.#last = known;
      return known;
    }
    if (entry === undefined && body === undefined) return NO_SCRIPT;
    return this.#newTarget(sha, entry, entry?.body ?? body!);
  }

  /** Whether a script or function is there and says itself that it writes nothing. It is not compiled for that. */
  onlyReads({ buf, argStart, argLen }: RequestArgs, by: number, script: ArgIndex): boolean {
    this.#table.sync();
    const start = argStart[script]!;
    const given = Buffer.from(buf.buffer, buf.byteOffset + start, argLen[script]!);
    if (by === BY_FUNCTION) return this.#libraries.find(given.toString('latin1'))?.flags.noWrites === true;
    const body = by === BY_BODY ? given : this.#table.scripts.get(given.toString('latin1').toLowerCase())?.body;
    if (body === undefined || body[0] !== HASH) return false;
    const head = readScriptHead(body);
    return head.ok && head.value.flags.noWrites;
  }

  #newTarget(sha: string, entry: ScriptEntry | undefined, body: Buffer): Target | string {
    const head = readScriptHead(body);
    if (!head.ok) return head.error;
    const code = Buffer.from(body.subarray(head.value.codeStart));
    const problem = this.#problem(sha, code);
    if (problem !== undefined) return problem;
    if (entry === undefined) this.#table.addScript(EVALUATED, sha, Buffer.from(body));
    const { flags } = head.value;
    const kept = entry ?? this.#table.scripts.get(sha);
    const target: Target = { name: sha, kind: RUNS_SCRIPT, flags, code, entry: kept, index: 0 };
    if (this.#known.size > MOST_TARGETS) this.#known.clear();
    this.#known.set(sha, target);
    return target;
  }

  #findFunction(call: Call, args: ScriptArgs): Target | string {
    const last = this.#lastFunction;
    if (last !== undefined && this.#libraries.isCurrent(last) && isText(call, args, last.name)) return last;
    const found = this.#libraries.find(call.text(args.script));
    this.#lastFunction = found;
    return found ?? FUNCTION_NOT_FOUND;
  }
}

export function byOf(name: string): number {
  return name.startsWith('fcall') ? BY_FUNCTION : name.startsWith('evalsha') ? BY_SHA : BY_BODY;
}

export function shaOf(body: Buffer): string {
  return createHash('sha1').update(body).digest('hex');
}

/** Whether the argument is this text; without making a string of it. */
function isText({ args: { argLen, argStart, buf } }: Call, { script }: ScriptArgs, text: string): boolean {
  if (argLen[script] !== text.length) return false;
  const start = argStart[script]!;
  for (let i = 0; i < text.length; i++) if (buf[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** The body as it lies in the request: for the duration of the command. */
function bodyOf(call: Call, { script }: ScriptArgs): Buffer {
  const start = call.args.argStart[script]!;
  return (call.args.buf as Buffer).subarray(start, start + call.args.argLen[script]!);
}
