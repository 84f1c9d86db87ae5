/**
 * The log of scripts and libraries in shared memory: an append-only row of records, and words before it. Whoever works on it
 * holds its lock.
 *
 *   words   0 lock │ 16 epoch │ 17 rewrites │ 18 end of the log │ 19 records that are gone │ 20 … 25 figures for INFO
 *           32 … 43 options of cjson, of scripts and of functions │ 44, 45 state of math.random │ 48 uses (script-uses.ts)
 *   record  kind │ functions of a library │ bytes of the name │ bytes of the body │ place among the uses │ marks (run-marks.ts)
 *           and time of the last strike, for the script or each of the functions │ name, body, up to a multiple of 8
 */
import { sharedBytes, sharedWords, sparseMemory } from '../memory/sparse-memory.ts';
import {
  EVICTED_WORD,
  FUNCTIONS_WORD,
  LIBRARIES_WORD,
  LIBRARY_BYTES_WORD,
  SCRIPT_BYTES_WORD,
  SCRIPTS_WORD,
} from '../messaging/script-figures.ts';
import { RandomNumbers } from './random-numbers.ts';
import { NEVER_RAN } from './run-marks.ts';
import { NO_PLACE, ScriptUses, USE_WORDS } from './script-uses.ts';

/** A script that SCRIPT LOAD or EVAL brought, a library of functions, the name of a script that is gone; 0 is its record. */
export const LOADED = 1;
export const EVALUATED = 2;
export const LIBRARY = 3;
export const GONE = 4;

export const LOCK = 0;
const EPOCH = 16;
const REWRITES = 17;
const END = 18;
const DEAD = 19;
export const OPTIONS = 32;
export const RANDOM = 44;
const USES = 48;
export const LOG: number = USES + USE_WORDS;
const PLACE = 4;
const HEAD = 5;
const MARK_WORDS = 2;
/** Pages that are never written cost nothing. */
const BYTES = 64 * 1024 * 1024;
/** Records that are gone, and those that say so, before the log is written anew. */
const MOST_DEAD = 2_000;
const NO_BYTES = Buffer.alloc(0);

export function createScriptMemory(): SharedArrayBuffer {
  const shared = sparseMemory(BYTES);
  const words = sharedWords(shared);
  words[END] = LOG;
  RandomNumbers.begin(words.subarray(RANDOM));
  return shared;
}

export interface ScriptEntry {
  readonly name: string;
  readonly body: Buffer;
  /** Word of its record. */
  at: number;
  /** Where its uses are noted. */
  place: number;
  /** For it, or for each function of a library, how often it was short on this thread since a run that was not. */
  readonly calm: number[];
}

export class ScriptLog {
  readonly words: Int32Array;
  readonly uses: ScriptUses;
  readonly #bytes: Buffer;

  constructor(shared: SharedArrayBuffer) {
    this.words = sharedWords(shared);
    this.#bytes = sharedBytes(shared);
    this.uses = new ScriptUses(this.words.subarray(USES, LOG));
  }

  /** Moves with every change. */
  get epoch(): number {
    return this.words[EPOCH]!;
  }

  /** Moves when records have moved, or are gone without a word. */
  get rewrites(): number {
    return this.words[REWRITES]!;
  }

  get end(): number {
    return this.words[END]!;
  }

  kind(at: number): number {
    return this.words[at]!;
  }

  /** Words of a record. */
  size(at: number): number {
    return recordWords(this.words[at + 2]!, this.words[at + 3]!, this.words[at + 1]!);
  }

  entry(at: number): ScriptEntry {
    const start = textAt(at, this.words[at + 1]!);
    const nameEnd = start + this.words[at + 2]!;
    return {
      name: this.#bytes.toString('latin1', start, nameEnd),
      body: Buffer.from(this.#bytes.subarray(nameEnd, nameEnd + this.words[at + 3]!)),
      at,
      place: this.words[at + PLACE]!,
      calm: [],
    };
  }

  /** Where the marks of a script, or of a library's function, are. */
  marksAt(at: number, index: number): number {
    return at + HEAD + (index < this.words[at + 1]! ? index * MARK_WORDS : 0);
  }

  /** Whether there is room for a library in the place of a record, or of none. */
  hasRoom(freed: number, name: string, body: Buffer, functions: number): boolean {
    return this.end - freed + recordWords(name.length, body.length, functions) <= this.words.length;
  }

  /** A script that EVAL brought stays from now on. */
  keep(entry: ScriptEntry): void {
    this.words[entry.at] = LOADED;
    this.words[entry.at + PLACE] = NO_PLACE;
    this.uses.free(entry.place);
    entry.place = NO_PLACE;
  }

  append(kind: number, name: string, body: Buffer, functions = 0): boolean {
    const size = recordWords(name.length, body.length, functions);
    const { uses, words } = this;
    let place = kind === EVALUATED ? uses.take() : NO_PLACE;
    if (kind === EVALUATED && place === NO_PLACE) {
      this.#forgetOldest();
      place = uses.take();
    }
    if (words[END]! + size > words.length || words[DEAD]! > MOST_DEAD) this.rewrite(() => true);
    if (words[END]! + size > words.length) this.#forgetEvaluated();
    const at = words[END]!;
    if (at + size > words.length) {
      uses.free(place);
      return false;
    }
    words[at] = kind;
    words[at + 1] = functions;
    words[at + 2] = name.length;
    words[at + 3] = body.length;
    words[at + PLACE] = place;
    const start = textAt(at, functions);
    for (let word = at + HEAD; word * 4 < start; word++) words[word] = NEVER_RAN;
    this.#bytes.write(name, start, 'latin1');
    body.copy(this.#bytes, start + name.length);
    words[END] = at + size;
    this.#count(at, 1);
    words[EPOCH] = (words[EPOCH]! + 1) | 0;
    return true;
  }

  /** The script of EVAL that was used least lately makes room. */
  #forgetOldest(): void {
    const { uses, words } = this;
    const place = uses.oldest();
    // A use that was noted too late may have left a place that nobody has.
    uses.free(place);
    for (let at = LOG; at < words[END]!; at += this.size(at)) {
      if (words[at] !== EVALUATED || words[at + PLACE] !== place) continue;
      const { name } = this.entry(at);
      this.#count(at, -1);
      words[at] = 0;
      words[EVICTED_WORD]! += 1;
      words[DEAD]! += 2;
      this.append(GONE, name, NO_BYTES);
      return;
    }
  }

  /** There is no room: all scripts of EVAL go. */
  #forgetEvaluated(): void {
    for (let at = LOG; at < this.end; at += this.size(at))
      if (this.kind(at) === EVALUATED) this.words[EVICTED_WORD]! += 1;
    this.rewrite((at) => this.kind(at) !== EVALUATED);
  }

  /** Writes the log anew. */
  rewrite(keep: (at: number) => boolean): void {
    const { words } = this;
    let to = LOG;
    const end = words[END]!;
    for (let word = SCRIPTS_WORD; word <= LIBRARY_BYTES_WORD; word++) words[word] = 0;
    for (let at = LOG; at < end; ) {
      const size = this.size(at);
      const isAlive = words[at] !== 0 && words[at] !== GONE;
      if (isAlive && !keep(at)) this.uses.free(words[at + PLACE]!);
      else if (isAlive) {
        for (let i = 0; i < size; i++) words[to + i] = words[at + i]!;
        this.#count(to, 1);
        to += size;
      }
      at += size;
    }
    words[END] = to;
    words[DEAD] = 0;
    words[REWRITES] = (words[REWRITES]! + 1) | 0;
    words[EPOCH] = (words[EPOCH]! + 1) | 0;
  }

  /** Figures for INFO go with each record that comes or goes. @param by 1 or -1 */
  #count(at: number, by: number): void {
    const { words } = this;
    if (words[at] === GONE) return;
    const isLibrary = words[at] === LIBRARY;
    words[isLibrary ? LIBRARIES_WORD : SCRIPTS_WORD]! += by;
    words[isLibrary ? LIBRARY_BYTES_WORD : SCRIPT_BYTES_WORD]! += by * this.size(at) * 4;
    if (isLibrary) words[FUNCTIONS_WORD]! += by * words[at + 1]!;
  }
}

/** First byte of the name of a record. */
function textAt(at: number, functions: number): number {
  return (at + HEAD + MARK_WORDS * Math.max(1, functions)) * 4;
}

function recordWords(nameBytes: number, bodyBytes: number, functions: number): number {
  return (Math.ceil((textAt(0, functions) + nameBytes + bodyBytes) / 4) + 1) & ~1;
}
