/** Random requests from a grammar, valid ones and broken ones, for fuzzers. The same seed gives the same requests. */
import { type Piece, spell } from './spelling.ts';
import type { TableRow } from './table.ts';

/** A number in [0, 1). */
export type Random = () => number;

/** A small generator of random numbers (mulberry32): not for secrets. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '01',
  '+1',
  '1.5',
  '1e3',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  'inf',
  '-inf',
  'nan',
  '',
  '0x10',
  '4294967296',
];
const TEXTS = ['', 'a', 'key:1', '\0', '\r\n', '\xff\xfe', '*', '[', '{t}', '-', '(1', 'x'.repeat(300)];

// biome-ignore lint/suspicious/noExplicitAny: fuzzing never runs a command here, so any context will do
type Row = TableRow<any, any>;

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** A request that this command's grammar accepts, with random keys, values and numbers. Latin-1: a character a byte. */
export function randomRequest(row: Row, random: Random): string[] {
  const request = row.name.toUpperCase().split('|');
  if (row.command === null) return request;
  const { pieces } = pick(random, spell(row.command.documentedArgs ?? row.command.args));
  for (const piece of pieces) request.push(randomText(piece, random));
  return request;
}

function randomText({ text, node }: Piece, random: Random): string {
  if (node === undefined) return random() < 0.3 ? text.toLowerCase() : text;
  if (node.kind === 'key') return `key:${Math.floor(random() * 5)}`;
  if (node.docType === 'string' && node.sample === undefined && node.stored) return pick(random, TEXTS);
  const { min = -10, max = 1000 } = node;
  // the count in front of counted items must stay what it is
  if (node.docType === 'integer' && random() < 0.5)
    return String(Math.max(min, Math.floor(random() * Math.min(max + 1, 1000))));
  return text;
}

/** A copy of a request with one to three things wrong with it. */
export function mutate(request: readonly string[], random: Random): string[] {
  const broken = [...request];
  for (let n = 1 + Math.floor(random() * 3); n > 0; n--)
    pick(random, MUTATIONS)(broken, Math.floor(random() * broken.length), random);
  return broken;
}

type Mutation = (request: string[], at: number, random: Random) => void;

const MUTATIONS: readonly Mutation[] = [
  (request, at) => at > 0 && request.splice(at, 1),
  (request, at) => request.splice(at, 0, request[at] ?? ''),
  (request, at, random) => {
    const other = Math.floor(random() * request.length);
    [request[at], request[other]] = [request[other]!, request[at]!];
  },
  (request, at, random) => request.splice(at, 1, pick(random, NUMBERS)),
  (request, at, random) => request.splice(at, 1, pick(random, TEXTS)),
  (request, at) => request.splice(at, 1, invertCase(request[at] ?? '')),
  (request, at) => request.splice(at + 1),
  (request, _at, random) => request.push(pick(random, request)),
  (request, at, random) => {
    const text = request[at] ?? '';
    const cut = Math.floor(random() * (text.length + 1));
    request[at] = text.slice(0, cut) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(cut);
  },
];

function invertCase(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}
