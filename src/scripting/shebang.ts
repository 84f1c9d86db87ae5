/** The first line of a script or library: `#!lua name=mylib flags=no-writes,allow-oom`. Its words may stand in quotes. */
import { splitWords } from '../../protocol/quoted-words.ts';

export interface ScriptFlags {
  /** Without a first line a script behaves as scripts did before there were flags. */
  readonly isDeclared: boolean;
  readonly noWrites: boolean;
  readonly allowOom: boolean;
}

export const NO_FLAGS: ScriptFlags = { isDeclared: false, noWrites: false, allowOom: false };

export const FLAG_NAMES = ['no-writes', 'allow-oom', 'allow-stale', 'no-cluster', 'allow-cross-slot-keys'] as const;

export type Shebang<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

interface ScriptHead {
  readonly flags: ScriptFlags;
  /** Where the code begins: the end of the first line stays, so that lines keep their numbers. */
  readonly codeStart: number;
}

/** Reads the head of a script of EVAL. */
export function readScriptHead(body: Buffer): Shebang<ScriptHead> {
  if (body[0] !== 35 || body[1] !== 33) return { ok: true, value: { flags: NO_FLAGS, codeStart: 0 } };
  const end = body.indexOf('\n');
  if (end < 0) return { ok: false, error: 'ERR Invalid script shebang' };
  const words = splitWords(body.toString('latin1', 0, end));
  if (words === null) return { ok: false, error: 'ERR Invalid engine in script shebang' };
  const [engine, ...options] = words;
  if (engine !== '#!lua') return { ok: false, error: `ERR Unexpected engine in script shebang: ${engine}` };
  const all: string[] = [];
  for (const option of options) {
    if (!option.startsWith('flags=')) return { ok: false, error: `ERR Unknown lua shebang option: ${option}` };
    const names = option === 'flags=' ? [] : option.slice('flags='.length).split(',');
    for (const name of names) {
      if (!isFlag(name)) return { ok: false, error: `ERR Unexpected flag in script shebang: ${name}` };
    }
    all.push(...names);
  }
  return { ok: true, value: { flags: flagsOf(all), codeStart: end } };
}

interface LibraryHead {
  readonly name: string;
  readonly codeStart: number;
}

/** Reads the head of a library. */
export function readLibraryHead(body: Buffer): Shebang<LibraryHead> {
  if (body[0] !== 35 || body[1] !== 33) return { ok: false, error: 'ERR Missing library metadata' };
  const end = body.indexOf('\n');
  if (end < 0) return { ok: false, error: 'ERR Invalid library metadata' };
  const words = splitWords(body.toString('latin1', 0, end));
  if (words === null) return { ok: false, error: 'ERR Invalid library metadata' };
  const engine = words[0]!.slice(2);
  const options = words.slice(1);
  let name: string | undefined;
  for (const option of options) {
    const value = /^name=(.*)$/is.exec(option)?.[1];
    if (value === undefined) return { ok: false, error: `ERR Invalid metadata value given: ${option}` };
    if (name !== undefined)
      return { ok: false, error: 'ERR Invalid metadata value, name argument was given multiple times' };
    name = value;
  }
  if (name === undefined) return { ok: false, error: 'ERR Library name was not given' };
  if (!isName(name)) {
    return {
      ok: false,
      error:
        'ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long',
    };
  }
  if (engine.toLowerCase() !== 'lua') return { ok: false, error: `ERR Engine '${engine}' not found` };
  return { ok: true, value: { name, codeStart: end } };
}

export function isFlag(name: string): boolean {
  return (FLAG_NAMES as readonly string[]).includes(name);
}

export function flagsOf(names: readonly string[]): ScriptFlags {
  return { isDeclared: true, noWrites: names.includes('no-writes'), allowOom: names.includes('allow-oom') };
}

/** Names of libraries and functions. */
export function isName(name: string): boolean {
  return /^\w+$/.test(name);
}
