/**
 * Conformance cases of a command, from its grammar: every option, alone and with the others, on a key that is there,
 * missing, or of another type; every number out of its range or no number; too few and too many arguments; syntax
 * errors. A cell is a list of requests to send to two servers; nobody has to say what the replies should be.
 */
import type { Node } from './node.ts';
import { type Piece, type Spelling, spell } from './spelling.ts';
import type { TableRow } from './table.ts';
import type { CommandGroup } from './vocabulary.ts';

export type KeyState = 'ok' | 'missing key' | 'wrong type';

export interface Cell {
  /** Stable: `set / EX / not an integer`. */
  readonly name: string;
  readonly command: string;
  /** Requests that come before, on an empty database. */
  readonly setup: readonly (readonly string[])[];
  readonly request: readonly string[];
}

/** What to store in a key that a command of this group expects. */
const PRESENT: Partial<Record<CommandGroup, readonly string[]>> = {
  list: ['RPUSH', 'KEY', 'a', 'b', 'c'],
  set: ['SADD', 'KEY', 'a', 'b', 'c'],
  'sorted-set': ['ZADD', 'KEY', '1', 'a', '2', 'b', '3', 'c'],
  hash: ['HSET', 'KEY', 'field', '1', 'other', '2'],
  stream: ['XADD', 'KEY', '1-1', 'field', 'value'],
  geo: ['GEOADD', 'KEY', '13.361389', '38.115556', 'member', '15.087269', '37.502669', 'other'],
  hyperloglog: ['PFADD', 'KEY', 'a', 'b', 'c'],
};
const STRING = ['SET', 'KEY', '10'];
const LIST = ['RPUSH', 'KEY', 'element'];

/** What to send in place of a number, and how the cell is called. */
const NUMBERS: readonly (readonly [label: string, text: string, integers: boolean])[] = [
  ['no number', 'abc', false],
  ['zero', '0', false],
  ['negative', '-1', false],
  ['empty', '', false],
  ['fraction', '1.5', true],
  ['beyond 64 bits', '9223372036854775808', true],
  ['largest', '9223372036854775807', true],
  ['infinite', 'inf', false],
];

// biome-ignore lint/suspicious/noExplicitAny: cells never run a command, so any context will do
type Row = TableRow<any, any>;

/** All cells of a command, each with a name of its own. A container has none. */
export function cellsOf(row: Row): Cell[] {
  if (row.command === null) return [];
  const cells = new Map<string, Cell>();
  const seen = new Set<string>();
  const add = (what: string, state: KeyState, pieces: readonly Piece[]) => {
    const { request, keys } = requestOf(row, pieces);
    const setup = keys.flatMap((key) => setupOf(row, state, key));
    const fingerprint = JSON.stringify([setup, request]);
    const name = `${row.name.replace('|', ' ')} / ${what}`;
    if (seen.has(fingerprint) || cells.has(name)) return;
    seen.add(fingerprint);
    cells.set(name, { name, command: row.name, setup, request });
  };
  const { args, documentedArgs } = row.command;
  const spellings = documentedArgs === undefined ? spell(args) : [...spell(documentedArgs), ...spell(args)];
  const always = new Set(spellings[0]!.pieces.map(({ node }) => node));
  for (const spelling of spellings) {
    addStates(row, spelling, add);
    addBrokenPieces(spelling, always, add);
  }
  addLengths(spellings, add);
  return [...cells.values()];
}

type Add = (what: string, state: KeyState, pieces: readonly Piece[]) => void;

function addStates(row: Row, { label, pieces }: Spelling, add: Add): void {
  const what = label || 'plain';
  add(`${what} / ok`, 'ok', pieces);
  if (row.hasNoKeys) return;
  add(`${what} / missing key`, 'missing key', pieces);
  add(`${what} / wrong type`, 'wrong type', pieces);
}

/** Each number and each word of a spelling replaced by what it may not be. What every spelling has is broken once. */
function addBrokenPieces({ label, pieces }: Spelling, always: ReadonlySet<Node<unknown> | undefined>, add: Add): void {
  const what = label || 'plain';
  const combined = label.includes('+') || label.startsWith('all options');
  pieces.forEach(({ node }, i) => {
    const place = `${what} / ${i + 1}`;
    const put = (text: string) =>
      pieces.map((piece, j) => (i !== j ? piece : node === undefined ? { text } : { text, node }));
    if (node === undefined) {
      if (!combined) add(`${place} wrong word`, 'ok', put('nosuchword'));
      return;
    }
    if (!isNumber(node) || (label !== '' && always.has(node))) return;
    for (const [name, text, integersOnly] of combined ? NUMBERS.slice(0, 1) : NUMBERS) {
      if (!integersOnly || node.kind !== 'double') add(`${place} ${name}`, 'ok', put(text));
    }
    if (combined) return;
    if (node.min !== undefined) add(`${place} below the range`, 'ok', put(String(node.min - 1)));
    if (node.max !== undefined) add(`${place} above the range`, 'ok', put(String(node.max + 1)));
  });
  if (label !== '') add(`${what} / cut short`, 'ok', pieces.slice(0, -1));
}

function isNumber(node: Node<unknown>): boolean {
  return node.kind === 'integer' || node.kind === 'int64' || node.kind === 'double';
}

function addLengths(spellings: readonly Spelling[], add: Add): void {
  const shortest = spellings[0]!.pieces;
  add('no arguments', 'ok', []);
  add('one argument less', 'ok', shortest.slice(0, -1));
  add('one argument more', 'ok', [...shortest, { text: 'nosuchoption' }]);
  add('two arguments more', 'ok', [...shortest, { text: 'nosuchoption' }, { text: 'nosuchvalue' }]);
  const longest = spellings.findLast(({ label }) => label === 'all options')?.pieces;
  if (longest !== undefined) add('all options and one argument more', 'ok', [...longest, { text: 'nosuchoption' }]);
}

/** The request's arguments; keys get names of their own. */
function requestOf(row: Row, pieces: readonly Piece[]): { request: string[]; keys: string[] } {
  const keys: string[] = [];
  const request = row.name.toUpperCase().split('|');
  for (const { text, node } of pieces) {
    if (node?.kind !== 'key') request.push(text);
    else {
      keys.push(`${text}:${keys.length + 1}`);
      request.push(keys.at(-1)!);
    }
  }
  return { request, keys };
}

function setupOf(row: Row, state: KeyState, key: string): string[][] {
  if (state === 'missing key') return [];
  const present = PRESENT[row.definition.group] ?? STRING;
  const wrong = present === STRING ? LIST : STRING;
  return [(state === 'ok' ? present : wrong).map((word) => (word === 'KEY' ? key : word))];
}
