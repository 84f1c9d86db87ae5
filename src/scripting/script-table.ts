/**
 * The scripts and libraries that all threads know, in shared memory under one short lock. An append-only log of records;
 * each thread reads what is new when the epoch has moved, and begins anew when the log was rewritten.
 *
 *   words   0 lock │ 16 epoch │ 17 rewrites │ 18 end of the log │ 19 scripts that came by EVAL │ 20 … 25 figures for INFO
 *           32 … 43 options of cjson, of scripts and of functions │ 44, 45 state of math.random
 *   record  kind │ functions of a library │ bytes of the name │ bytes of the body │ marks (run-marks.ts) and time of the last
 *           long run, for the script or each of the functions │ name, body, up to a multiple of 8
 */
import { wallClockMs } from '../memory/clock.ts';
import { lock, unlock } from '../memory/lock.ts';
import {
  EVICTED_WORD,
  FUNCTIONS_WORD,
  LIBRARIES_WORD,
  LIBRARY_BYTES_WORD,
  SCRIPT_BYTES_WORD,
  SCRIPTS_WORD,
} from '../messaging/script-figures.ts';
import { JSON_OPTION_WORDS, JsonOptions } from './libraries/json-options.ts';
import { RandomNumbers } from './random-numbers.ts';
import { isKnownShort, NEVER_RAN, stateAfter } from './run-marks.ts';

/** A script that SCRIPT LOAD or EVAL brought, a library of functions; 0 is a record that is gone. */
export const LOADED = 1;
export const EVALUATED = 2;
export const LIBRARY = 3;

const LOCK = 0;
const EPOCH = 16;
const REWRITES = 17;
const END = 18;
const EVALUATED_COUNT = 19;
const OPTIONS = 32;
const RANDOM = 44;
const LOG = 48;
const HEAD = 4;
const MARK_WORDS = 2;
/** Pages that are never written cost nothing. */
const BYTES = 64 * 1024 * 1024;
/** Scripts of EVAL that are kept, as in Redis: programs that make scripts up would fill the table. */
const MOST_EVALUATED = 500;

export function createScriptMemory(): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(BYTES);
  const words = new Int32Array(shared);
  words[END] = LOG;
  RandomNumbers.begin(words.subarray(RANDOM));
  return shared;
}

export interface ScriptEntry {
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
  /** Options of cjson (json-options.ts). */
  readonly scriptOptions: Int32Array;
  readonly functionOptions: Int32Array;
  /** What `math.random` of all threads goes on from. */
  readonly random: RandomNumbers;
  /** Moves when what this thread knows of the libraries has changed. */
  librariesVersion = 0;

  constructor(shared: SharedArrayBuffer) {
    this.#words = new Int32Array(shared);
    this.#bytes = Buffer.from(shared);
    this.scriptOptions = this.#words.subarray(OPTIONS, OPTIONS + JSON_OPTION_WORDS);
    this.functionOptions = this.#words.subarray(OPTIONS + JSON_OPTION_WORDS, OPTIONS + 2 * JSON_OPTION_WORDS);
    this.random = new RandomNumbers(this.#words.subarray(RANDOM));
  }

  /** Takes over what other threads have changed. */
  sync(): void {
    if (this.#words[EPOCH] !== this.#epoch) this.#locked(() => undefined);
  }

  /** Does something under the lock, with everything known that others have done. */
  #locked<T>(work: () => T): T {
    lock(this.#words, LOCK);
    this.#read();
    const result = work();
    this.#read();
    unlock(this.#words, LOCK);
    return result;
  }

  #read(): void {
    const words = this.#words;
    if (words[EPOCH] === this.#epoch) return;
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
  }

  #size(at: number): number {
    return recordWords(this.#words[at + 2]!, this.#words[at + 3]!, this.#words[at + 1]!);
  }

  #entry(at: number): ScriptEntry {
    const start = textAt(at, this.#words[at + 1]!);
    const nameEnd = start + this.#words[at + 2]!;
    return {
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

  /** Whether a script, or a library's function, is known to be short. @param index of the function, else 0 */
  isShort(entry: ScriptEntry, index: number): boolean {
    return isKnownShort(this.#words[this.#marksAt(entry, index)]!);
  }

  #marksAt(entry: ScriptEntry, index: number): number {
    return entry.at + HEAD + (index < this.#words[entry.at + 1]! ? index * MARK_WORDS : 0);
  }

  /** Notes whether a run of it was long. */
  ran(entry: ScriptEntry, index: number, isLong: boolean): void {
    if (!isLong && this.isShort(entry, index)) return;
    // The log may have been rewritten since: then the mark would be another record's.
    lock(this.#words, LOCK);
    if (this.#words[REWRITES] === this.#rewrites) {
      const at = this.#marksAt(entry, index);
      const nowS = Math.trunc(wallClockMs() / 1000);
      this.#words[at] = stateAfter(this.#words[at]!, isLong, nowS - this.#words[at + 1]!);
      if (isLong) this.#words[at + 1] = nowS;
    }
    unlock(this.#words, LOCK);
  }

  /** Adds a script, or makes one that EVAL brought one that stays. @returns false when there is no room */
  addScript(kind: typeof LOADED | typeof EVALUATED, sha: string, body: Buffer): boolean {
    return this.#locked(() => {
      const known = this.scripts.get(sha);
      if (known === undefined) return this.#append(kind, sha, body);
      if (kind === LOADED && this.#words[known.at] === EVALUATED) {
        this.#words[known.at] = LOADED;
        this.#words[EVALUATED_COUNT]!--;
      }
      return true;
    });
  }

  /**
   * Puts a library in the place of the one of its name, if there is one: nobody sees neither of them.
   * @param functions how many it registers @param version the caller's knowledge of libraries, `librariesVersion`
   * @returns false when others have changed libraries since, or undefined when there is no room
   */
  putLibrary(name: string, body: Buffer, functions: number, version: number): boolean | undefined {
    return this.#locked(() => {
      if (this.librariesVersion !== version) return false;
      const old = this.libraries.get(name);
      const freed = old === undefined ? 0 : this.#size(old.at);
      if (this.#words[END]! - freed + recordWords(name.length, body.length, functions) > this.#words.length)
        return undefined;
      if (old !== undefined) this.#rewrite((at) => at !== old.at);
      return this.#append(LIBRARY, name, body, functions) ? true : undefined;
    });
  }

  #append(kind: number, name: string, body: Buffer, functions = 0): boolean {
    const size = recordWords(name.length, body.length, functions);
    const words = this.#words;
    if (kind === EVALUATED && words[EVALUATED_COUNT]! >= MOST_EVALUATED) this.#forgetEvaluated(MOST_EVALUATED / 2);
    if (words[END]! + size > words.length) this.#forgetEvaluated(0);
    const at = words[END]!;
    if (at + size > words.length) return false;
    words[at] = kind;
    words[at + 1] = functions;
    words[at + 2] = name.length;
    words[at + 3] = body.length;
    const start = textAt(at, functions);
    for (let word = at + HEAD; word * 4 < start; word++) words[word] = NEVER_RAN;
    this.#bytes.write(name, start, 'latin1');
    body.copy(this.#bytes, start + name.length);
    if (kind === EVALUATED) words[EVALUATED_COUNT]!++;
    words[END] = at + size;
    this.#count();
    words[EPOCH] = (words[EPOCH]! + 1) | 0;
    return true;
  }

  /** Forgets all scripts, or all libraries. */
  flush(isLibrary: boolean): void {
    this.#locked(() => this.#rewrite((at) => (this.#words[at] === LIBRARY) !== isLibrary));
    JsonOptions.forget(isLibrary ? this.functionOptions : this.scriptOptions);
  }

  /** @returns false when there is none of this name */
  deleteLibrary(name: string): boolean {
    return this.#locked(() => {
      const entry = this.libraries.get(name);
      if (entry !== undefined) this.#rewrite((at) => at !== entry.at);
      return entry !== undefined;
    });
  }

  /** The oldest go, until so many are left. */
  #forgetEvaluated(left: number): void {
    let surplus = this.#words[EVALUATED_COUNT]! - left;
    this.#words[EVICTED_WORD]! += surplus;
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
    this.#count();
    words[REWRITES] = (words[REWRITES]! + 1) | 0;
    words[EPOCH] = (words[EPOCH]! + 1) | 0;
  }

  /** Figures for INFO, under the lock: tables of some hundred records are counted in microseconds. */
  #count(): void {
    const words = this.#words;
    for (let word = SCRIPTS_WORD; word <= LIBRARY_BYTES_WORD; word++) words[word] = 0;
    for (let at = LOG; at < words[END]!; at += this.#size(at)) {
      const isLibrary = words[at] === LIBRARY;
      words[isLibrary ? LIBRARIES_WORD : SCRIPTS_WORD]! += 1;
      words[isLibrary ? LIBRARY_BYTES_WORD : SCRIPT_BYTES_WORD]! += this.#size(at) * 4;
      if (isLibrary) words[FUNCTIONS_WORD]! += words[at + 1]!;
    }
  }
}

/** First byte of the name of a record. */
function textAt(at: number, functions: number): number {
  return (at + HEAD + MARK_WORDS * Math.max(1, functions)) * 4;
}

function recordWords(nameBytes: number, bodyBytes: number, functions: number): number {
  return (Math.ceil((textAt(0, functions) + nameBytes + bodyBytes) / 4) + 1) & ~1;
}
