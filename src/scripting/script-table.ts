/**
 * The scripts and libraries that all threads know: the log in shared memory (script-log.ts) under one short lock, and what
 * this thread has read of it. A thread reads what is new when the epoch has moved, and all of it when the log was rewritten;
 * what is still there then stays the same entry, so that nothing is compiled again. A script that makes room for another is
 * told of by a record of its own.
 */
import { wallClockMs } from '../memory/clock.ts';
import { lock, unlock } from '../memory/lock.ts';
import { JSON_OPTION_WORDS, JsonOptions } from './libraries/json-options.ts';
import { RandomNumbers } from './random-numbers.ts';
import { isKnownShort, stateAfter } from './run-marks.ts';
import {
  EVALUATED,
  GONE,
  LIBRARY,
  LOADED,
  LOCK,
  LOG,
  OPTIONS,
  RANDOM,
  type ScriptEntry,
  ScriptLog,
} from './script-log.ts';

type Known = Pick<ScriptTable, 'scripts' | 'libraries'>;

export class ScriptTable {
  readonly #log: ScriptLog;
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
  /** Scripts that are gone, as far as this thread has heard. */
  goneScripts = 0;

  constructor(shared: SharedArrayBuffer) {
    this.#log = new ScriptLog(shared);
    const { words } = this.#log;
    this.scriptOptions = words.subarray(OPTIONS, OPTIONS + JSON_OPTION_WORDS);
    this.functionOptions = words.subarray(OPTIONS + JSON_OPTION_WORDS, OPTIONS + 2 * JSON_OPTION_WORDS);
    this.random = new RandomNumbers(words.subarray(RANDOM));
  }

  /** Takes over what other threads have changed. */
  sync(): void {
    if (this.#log.epoch !== this.#epoch) this.#locked(() => undefined);
  }

  /** Does something under the lock, with everything known that others have done. */
  #locked<T>(work: () => T): T {
    lock(this.#log.words, LOCK);
    try {
      this.#read();
      const result = work();
      this.#read();
      return result;
    } finally {
      unlock(this.#log.words, LOCK);
    }
  }

  #read(): void {
    const log = this.#log;
    if (log.epoch === this.#epoch) return;
    const before = log.rewrites === this.#rewrites ? undefined : this.#beginAnew();
    const { end } = log;
    for (let at = this.#seen; at < end; at += log.size(at)) this.#learn(at, before);
    this.#seen = end;
    this.#epoch = log.epoch;
    if (before === undefined) return;
    for (const name of before.scripts.keys()) if (!this.scripts.has(name)) this.goneScripts++;
    for (const name of before.libraries.keys()) if (!this.libraries.has(name)) this.librariesVersion++;
  }

  /** @returns what was known */
  #beginAnew(): Known {
    const before = { scripts: new Map(this.scripts), libraries: new Map(this.libraries) };
    this.#rewrites = this.#log.rewrites;
    this.#seen = LOG;
    this.scripts.clear();
    this.libraries.clear();
    return before;
  }

  #learn(at: number, before: Known | undefined): void {
    const kind = this.#log.kind(at);
    if (kind === 0) return;
    let entry = this.#log.entry(at);
    if (kind === GONE) {
      if (this.scripts.delete(entry.name)) this.goneScripts++;
      return;
    }
    const isLibrary = kind === LIBRARY;
    const known = (isLibrary ? before?.libraries : before?.scripts)?.get(entry.name);
    if (known?.body.equals(entry.body)) {
      known.at = at;
      known.place = entry.place;
      entry = known;
    } else if (isLibrary) this.librariesVersion++;
    (isLibrary ? this.libraries : this.scripts).set(entry.name, entry);
  }

  /** Notes that a script is used, so that others make room before it does. */
  use(entry: ScriptEntry): void {
    this.#log.uses.note(entry.place);
  }

  /** Whether a script, or a library's function, is known to be short. @param index of the function, else 0 */
  isShort(entry: ScriptEntry, index: number): boolean {
    return isKnownShort(this.#log.words[this.#log.marksAt(entry.at, index)]!);
  }

  /** Notes whether a run of it was long. */
  ran(entry: ScriptEntry, index: number, isLong: boolean): void {
    const wasShort = this.isShort(entry, index);
    if (wasShort && !isLong) {
      entry.calm[index] = (entry.calm[index] ?? 0) + 1;
      return;
    }
    const log = this.#log;
    // The log may have been rewritten since: then the mark would be another record's.
    lock(log.words, LOCK);
    if (log.rewrites === this.#rewrites) {
      const at = log.marksAt(entry.at, index);
      const nowS = Math.trunc(wallClockMs() / 1000);
      log.words[at] = stateAfter(log.words[at]!, isLong, nowS - log.words[at + 1]!, entry.calm[index] ?? 0);
      if (wasShort) {
        log.words[at + 1] = nowS;
        entry.calm[index] = 0;
      }
    }
    unlock(log.words, LOCK);
  }

  /** Adds a script, or makes one that EVAL brought one that stays. @returns false when there is no room */
  addScript(kind: typeof LOADED | typeof EVALUATED, sha: string, body: Buffer): boolean {
    return this.#locked(() => {
      const known = this.scripts.get(sha);
      if (known === undefined) return this.#log.append(kind, sha, body);
      if (kind === LOADED && this.#log.kind(known.at) === EVALUATED) this.#log.keep(known);
      return true;
    });
  }

  /**
   * Puts a library in the place of the one of its name, if there is one: nobody sees neither of them.
   * @param functions how many it registers @param version the caller's knowledge of libraries, `librariesVersion`
   * @returns false when others have changed libraries since, or undefined when there is no room
   */
  putLibrary(name: string, body: Buffer, functions: number, version: number): boolean | undefined {
    const log = this.#log;
    return this.#locked(() => {
      if (this.librariesVersion !== version) return false;
      const old = this.libraries.get(name);
      if (!log.hasRoom(old === undefined ? 0 : log.size(old.at), name, body, functions)) return undefined;
      if (old !== undefined) log.rewrite((at) => at !== old.at);
      return log.append(LIBRARY, name, body, functions) ? true : undefined;
    });
  }

  /** Forgets all scripts, or all libraries. */
  flush(isLibrary: boolean): void {
    this.#locked(() => this.#log.rewrite((at) => (this.#log.kind(at) === LIBRARY) !== isLibrary));
    JsonOptions.forget(isLibrary ? this.functionOptions : this.scriptOptions);
  }

  /** @returns false when there is none of this name */
  deleteLibrary(name: string): boolean {
    return this.#locked(() => {
      const entry = this.libraries.get(name);
      if (entry !== undefined) this.#log.rewrite((at) => at !== entry.at);
      return entry !== undefined;
    });
  }
}
