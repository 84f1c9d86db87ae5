/**
 * The scripts and libraries that all threads know, in shared memory under one short lock. An append-only log of records;
 * each thread reads what is new when the epoch has moved, and begins anew when the log was rewritten.
 *
 *   words   0 lock │ 16 epoch │ 17 rewrites │ 18 end of the log │ 19 scripts that came by EVAL
 *   record  kind │ marks │ bytes of the name │ bytes of the body │ name, body, up to a multiple of 8
 */
import { lock, unlock } from '../memory/lock.ts';

/** A script that SCRIPT LOAD or EVAL brought, a library of functions; 0 is a record that is gone. */
export const LOADED = 1;
export const EVALUATED = 2;
export const LIBRARY = 3;

/** The last run of the script took no longer than a millisecond; it took longer. */
export const MARK_SHORT = 1;
export const MARK_LONG = 2;

const LOCK = 0;
const EPOCH = 16;
const REWRITES = 17;
const END = 18;
const EVALUATED_COUNT = 19;
const LOG = 32;
const HEAD = 4;
/** Pages that are never written cost nothing. */
const BYTES = 64 * 1024 * 1024;
/** Scripts of EVAL that are kept, as in Redis: programs that make scripts up would fill the table. */
const MOST_EVALUATED = 500;

export function createScriptMemory(): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(BYTES);
  new Int32Array(shared)[END] = LOG;
  return shared;
}

export interface ScriptEntry {
  readonly kind: number;
  readonly name: string;
  readonly body: Buffer;
  /** Word of its record. */
  readonly at: number;
}

export class ScriptTable {
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  #epoch = 0;
  #rewrites = 0;
  #seen = LOG;
  /** Scripts by their SHA-1, and libraries by their name. */
  readonly scripts = new Map<string, ScriptEntry>();
  readonly libraries = new Map<string, ScriptEntry>();
  /** Moves when what this thread knows of the libraries has changed. */
  librariesVersion = 0;

  constructor(shared: SharedArrayBuffer) {
    this.#words = new Int32Array(shared);
    this.#bytes = Buffer.from(shared);
  }

  /** Takes over what other threads have changed. */
  sync(): void {
    if (this.#words[EPOCH] !== this.#epoch) this.#read();
  }

  #read(): void {
    const words = this.#words;
    lock(words, LOCK);
    if (words[REWRITES] !== this.#rewrites) {
      this.#rewrites = words[REWRITES]!;
      this.#seen = LOG;
      this.scripts.clear();
      this.libraries.clear();
      this.librariesVersion++;
    }
    const end = words[END]!;
    for (let at = this.#seen; at < end; at += this.#size(at)) this.#learn(at);
    this.#seen = end;
    this.#epoch = words[EPOCH]!;
    unlock(words, LOCK);
  }

  #size(at: number): number {
    return recordWords(this.#words[at + 2]!, this.#words[at + 3]!);
  }

  #entry(at: number): ScriptEntry {
    const start = (at + HEAD) * 4;
    const nameEnd = start + this.#words[at + 2]!;
    return {
      kind: this.#words[at]!,
      name: this.#bytes.toString('latin1', start, nameEnd),
      body: Buffer.from(this.#bytes.subarray(nameEnd, nameEnd + this.#words[at + 3]!)),
      at,
    };
  }

  #learn(at: number): void {
    const kind = this.#words[at];
    if (kind === 0) return;
    const entry = this.#entry(at);
    if (kind === LIBRARY) {
      this.libraries.set(entry.name, entry);
      this.librariesVersion++;
    } else this.scripts.set(entry.name, entry);
  }

  marks(entry: ScriptEntry): number {
    return this.#words[entry.at + 1]!;
  }

  /** Notes how long a script took. */
  mark(entry: ScriptEntry, isLong: boolean): void {
    const marks = this.#words[entry.at + 1]!;
    if (marks === (isLong ? MARK_LONG : MARK_SHORT)) return;
    // The log may have been rewritten since: then the mark would be another record's.
    lock(this.#words, LOCK);
    if (this.#words[REWRITES] === this.#rewrites) this.#words[entry.at + 1] = isLong ? MARK_LONG : MARK_SHORT;
    unlock(this.#words, LOCK);
  }

  /** Adds a script or library. @returns false when there is no room */
  add(kind: number, name: string, body: Buffer): boolean {
    const size = recordWords(name.length, body.length);
    const words = this.#words;
    lock(words, LOCK);
    if (kind === EVALUATED && words[EVALUATED_COUNT]! >= MOST_EVALUATED) this.#forgetEvaluated(MOST_EVALUATED / 2);
    if (words[END]! + size > words.length) this.#forgetEvaluated(0);
    const at = words[END]!;
    const fits = at + size <= words.length;
    if (fits) {
      words[at] = kind;
      words[at + 1] = 0;
      words[at + 2] = name.length;
      words[at + 3] = body.length;
      const start = (at + HEAD) * 4;
      this.#bytes.write(name, start, 'latin1');
      body.copy(this.#bytes, start + name.length);
      if (kind === EVALUATED) words[EVALUATED_COUNT]!++;
      words[END] = at + size;
      words[EPOCH] = (words[EPOCH]! + 1) | 0;
    }
    unlock(words, LOCK);
    this.sync();
    return fits;
  }

  /** Makes a script of EVAL one that stays. */
  keep(entry: ScriptEntry): void {
    if (entry.kind !== EVALUATED) return;
    const { name, body } = entry;
    this.#change((at) => at !== entry.at || this.#words[at] !== EVALUATED);
    this.add(LOADED, name, body);
  }

  /** Forgets all scripts, or all libraries. */
  flush(isLibrary: boolean): void {
    this.#change((at) => (this.#words[at] === LIBRARY) !== isLibrary);
  }

  /** @returns false when there is none of this name */
  deleteLibrary(name: string): boolean {
    this.sync();
    const entry = this.libraries.get(name);
    if (entry === undefined) return false;
    this.#change((at) => at !== entry.at);
    return true;
  }

  #change(keep: (at: number) => boolean): void {
    this.sync();
    const words = this.#words;
    lock(words, LOCK);
    this.#rewrite(keep);
    unlock(words, LOCK);
    this.sync();
  }

  /** The oldest go, until so many are left. */
  #forgetEvaluated(left: number): void {
    let surplus = this.#words[EVALUATED_COUNT]! - left;
    this.#rewrite((at) => this.#words[at] !== EVALUATED || surplus-- <= 0);
  }

  /** Writes the log anew, under the lock. */
  #rewrite(keep: (at: number) => boolean): void {
    const words = this.#words;
    let to = LOG;
    let evaluated = 0;
    const end = words[END]!;
    for (let at = LOG; at < end; ) {
      const size = this.#size(at);
      if (words[at] !== 0 && keep(at)) {
        if (words[at] === EVALUATED) evaluated++;
        for (let i = 0; i < size; i++) words[to + i] = words[at + i]!;
        to += size;
      }
      at += size;
    }
    words[END] = to;
    words[EVALUATED_COUNT] = evaluated;
    words[REWRITES] = (words[REWRITES]! + 1) | 0;
    words[EPOCH] = (words[EPOCH]! + 1) | 0;
  }
}

function recordWords(nameBytes: number, bodyBytes: number): number {
  return (HEAD + Math.ceil((nameBytes + bodyBytes) / 4) + 1) & ~1;
}
