/**
 * Requests as data: commands whose arguments hold fields of fixed width.
 *
 * Problem: a generator that shares two cores with the server must cost much less than the server. Idea: a command is
 * encoded once; for each request only the digits of its fields are written over, in place. So a field has a fixed width
 * (zero-padded), and a text like `SET key:{seq:12} {fill:64}` is the whole description of a workload.
 *
 *   {seq:W}             0, 1, 2 … over the whole job, in W digits     {uniform:W:LO:HI}   uniform integer in LO … HI - 1
 *   {zipf:W:N:THETA}    scattered Zipf rank in 0 … N - 1              {fill:N}            N constant random letters
 *   {pxat:LO:HI}        now + uniform LO … HI ms, 13 digits; remembered in the job's deadlines
 *   {due:FROM:TO}       uniform absolute ms in FROM … TO - 1, 13 digits; remembered likewise
 *
 * The same field text twice in one unit is the same value twice; `#tag` at its end makes it another one, and `+K` (after
 * any tag) writes the value plus K.
 */
import { Random, randomLetters } from '../stats/random.ts';
import { scatter, Zipf } from '../stats/zipf.ts';
import { Deadlines } from './deadlines.ts';

/** The commands of one unit, each a list of argument texts. */
export type UnitSpec = readonly (readonly string[])[];

interface Source {
  readonly text: string;
  readonly width: number;
  readonly next: () => number;
}

interface Spot {
  readonly offset: number;
  readonly source: number;
  readonly width: number;
  readonly plus: number;
}

/** A field as an argument uses it: a source, and what is added to its value. */
interface Use {
  readonly source: Source;
  readonly plus: number;
}

const fieldPattern = /\{([a-z]+):([^}]+)\}/g;

/** Writes `value` as exactly `width` digits. */
export function writeDigits(target: Buffer, offset: number, width: number, value: number): void {
  let rest = value;
  for (let at = offset + width - 1; at >= offset; at--) {
    const tens = Math.floor(rest / 10);
    target[at] = 48 + (rest - tens * 10);
    rest = tens;
  }
}

function makeSource(text: string, seed: number, firstSeq: number, deadlines: Deadlines): Source {
  const [kind = '', ...parameters] = text.split('#')[0]!.split(':');
  const [first = 0, second = 0, third = 0] = parameters.map(Number);
  const random = new Random(seed);
  switch (kind) {
    case 'seq': {
      let seq = firstSeq;
      return { text, width: first, next: () => seq++ };
    }
    case 'uniform':
      return { text, width: first, next: () => second + random.below(third - second) };
    case 'zipf': {
      const zipf = new Zipf(second, third);
      return { text, width: first, next: () => scatter(zipf.draw(random), second) };
    }
    case 'pxat':
      return { text, width: 13, next: () => deadlines.add(Date.now() + first + random.below(second - first)) };
    case 'due':
      return { text, width: 13, next: () => deadlines.add(first + random.below(second - first)) };
    default:
      throw new Error(`unknown field ${text}`);
  }
}

export class Template {
  readonly deadlines = new Deadlines();
  /** Encoded bytes of one unit, fields zero. */
  readonly bytes: Buffer;
  readonly replies: number;
  readonly #sources: Source[] = [];
  readonly #spots: Spot[] = [];
  readonly #values: Float64Array;

  constructor(unit: UnitSpec, seed: number, firstSeq = 0) {
    const pieces: Buffer[] = [];
    let length = 0;
    const push = (piece: Buffer): void => {
      pieces.push(piece);
      length += piece.length;
    };
    for (const command of unit) {
      push(Buffer.from(`*${command.length}\r\n`));
      for (const argument of command) {
        const parts = this.#split(argument, seed, firstSeq);
        const size = parts.reduce((sum, part) => sum + (Buffer.isBuffer(part) ? part.length : part.source.width), 0);
        push(Buffer.from(`$${size}\r\n`));
        for (const part of parts) {
          if (Buffer.isBuffer(part)) push(part);
          else {
            const { source, plus } = part;
            this.#spots.push({ offset: length, source: this.#sources.indexOf(source), width: source.width, plus });
            push(Buffer.alloc(source.width, 48));
          }
        }
        push(Buffer.from('\r\n'));
      }
    }
    this.bytes = Buffer.concat(pieces);
    this.replies = unit.length;
    this.#values = new Float64Array(this.#sources.length);
  }

  #split(argument: string, seed: number, firstSeq: number): (Buffer | Use)[] {
    const parts: (Buffer | Use)[] = [];
    let last = 0;
    for (const match of argument.matchAll(fieldPattern)) {
      parts.push(Buffer.from(argument.slice(last, match.index)));
      last = match.index + match[0].length;
      if (match[1] === 'fill') {
        parts.push(randomLetters(Number(match[2]), seed));
        continue;
      }
      const [field = '', plus = '0'] = match[0].slice(1, -1).split('+');
      let source = this.#sources.find((known) => known.text === field);
      if (source === undefined) {
        source = makeSource(field, seed + this.#sources.length, firstSeq, this.deadlines);
        this.#sources.push(source);
      }
      parts.push({ source, plus: Number(plus) });
    }
    parts.push(Buffer.from(argument.slice(last)));
    return parts;
  }

  /** A buffer of `units` units, to be filled with values by `patch`. */
  batch(units: number): Buffer {
    const buffer = Buffer.allocUnsafe(this.bytes.length * units);
    for (let i = 0; i < units; i++) this.bytes.copy(buffer, i * this.bytes.length);
    return buffer;
  }

  /** Draws the next values for the first `units` units of a buffer made by `batch`. */
  patch(buffer: Buffer, units: number): void {
    for (let i = 0; i < units; i++) {
      for (let s = 0; s < this.#sources.length; s++) this.#values[s] = this.#sources[s]!.next();
      const base = i * this.bytes.length;
      for (let k = 0; k < this.#spots.length; k++) {
        const spot = this.#spots[k]!;
        writeDigits(buffer, base + spot.offset, spot.width, this.#values[spot.source]! + spot.plus);
      }
    }
  }
}
