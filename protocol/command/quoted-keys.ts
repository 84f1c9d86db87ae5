/**
 * The keys of a command that is only quoted (COMMAND GETKEYS and GETKEYSANDFLAGS), found as redis-server finds them: by
 * the key specs, without understanding the arguments. Where the specs cannot say it, a row's `keysIn` does; a number of
 * keys that is no plain integer is read as C's atoi does, and then nothing is known of how the keys are used.
 *
 * key-positions.ts finds the keys of commands that run; it takes the words' meaning into account.
 */
import type { RequestArgs } from './arguments.ts';
import { parseInteger } from './numbers.ts';
import type { CommandTable, TableRow } from './table.ts';
import type { KeySpec } from './vocabulary.ts';

// biome-ignore lint/suspicious/noExplicitAny: no command runs here, so any context will do
type AnyTable = CommandTable<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
type AnyTableRow = TableRow<any, any>;

/** Why COMMAND GETKEYS cannot answer. */
export type NoKeys = 'unknown command' | 'wrong length' | 'no keys' | 'invalid arguments';

export interface FoundKey {
  /** Argument index in the request that was asked about. */
  readonly at: number;
  readonly flags: readonly string[];
}

/** Marks of a spec that say that it does not say everything. */
const VAGUE = ['variable_flags', 'incomplete'];

/** The keys of a request, whose argument 0 is the command's name. */
export function keysOf(table: AnyTable, request: RequestArgs): readonly FoundKey[] | NoKeys {
  let row = table.find(request.buf, request.argStart[0]!, request.argLen[0]!);
  if (row === null) return 'unknown command';
  if (row.subcommands !== null && request.argc > 1) {
    row = row.subcommands.find(request.buf, request.argStart[1]!, request.argLen[1]!);
    if (row === null) return 'unknown command';
  }
  if (row.hasNoKeys) return 'no keys';
  if (!row.acceptsLength(request.argc)) return 'wrong length';
  const keys = findKeys(row, request);
  if (keys === undefined) return 'invalid arguments';
  return keys.length === 0 && !row.flags.includes('no_mandatory_keys') ? 'invalid arguments' : keys;
}

function findKeys(row: AnyTableRow, request: RequestArgs): readonly FoundKey[] | undefined {
  const isVague = row.keySpecs.some(({ flags }) => flags.includes('variable_flags'));
  const keys = isVague ? undefined : keysBySpecs(row.keySpecs, request);
  if (keys !== undefined) return keys;
  const uses = row.command?.keysIn?.(wordsOf(request));
  if (uses !== undefined) return uses.map(({ at, access }) => ({ at, flags: access.split(' ') }));
  return countedKeys(row.keySpecs, request);
}

/** @returns undefined if a spec is not enough for this request */
function keysBySpecs(specs: readonly KeySpec[], request: RequestArgs): FoundKey[] | undefined {
  const found: FoundKey[] = [];
  for (const { flags, beginSearch, findKeys: find } of specs) {
    if (flags.includes('not_key')) continue;
    if (beginSearch.type === 'unknown' || find.type === 'unknown') return undefined;
    const begin = beginSearch.type === 'index' ? beginSearch.index : behindWord(request, beginSearch);
    if (begin === 0) continue;
    const range = rangeOf(request, begin, find);
    if (range === undefined || flags.includes('incomplete')) return undefined;
    const shown = flags.filter((flag) => !VAGUE.includes(flag));
    for (let at = range.first; at <= range.last; at += range.step) found.push({ at, flags: shown });
  }
  return found;
}

/** The argument behind a word that is looked for from an argument on, or from the end back; 0 if it is not there. */
function behindWord(request: RequestArgs, { keyword, startFrom }: { keyword: string; startFrom: number }): number {
  const words = wordsOf(request);
  const step = startFrom > 0 ? 1 : -1;
  // The last argument, and on the way back the first two, are not looked at: no key could stand behind or before them.
  const end = startFrom > 0 ? words.length - 1 : 1;
  for (let at = startFrom > 0 ? startFrom : words.length + startFrom; at !== end && at in words; at += step) {
    if (words[at]!.toLowerCase() === keyword.toLowerCase()) return at + 1;
  }
  return 0;
}

function rangeOf(
  request: RequestArgs,
  begin: number,
  find: Exclude<KeySpec['findKeys'], { type: 'unknown' }>,
): { first: number; last: number; step: number } | undefined {
  const { argc } = request;
  const step = find.keyStep;
  let first = begin;
  let last: number;
  if (find.type === 'keynum') {
    const countAt = begin + find.keyNumIdx;
    if (countAt >= argc) return undefined;
    const count = parseInteger(request.buf, request.argStart[countAt]!, request.argLen[countAt]!);
    first += find.firstKey;
    last = Number.isNaN(count) ? -1 : first + (count - 1) * step;
  } else if (find.lastKey >= 0) last = first + find.lastKey;
  else if (find.limit === 0) last = argc + find.lastKey;
  else last = first + Math.floor((argc - first) / find.limit) + find.lastKey;
  return last < first || last >= argc ? undefined : { first, last, step };
}

/** Keys behind a number that is no plain integer, then those at fixed places. */
function countedKeys(specs: readonly KeySpec[], request: RequestArgs): FoundKey[] | undefined {
  const found: FoundKey[] = [];
  let isCounted = false;
  for (const { beginSearch, findKeys: find } of specs) {
    if (beginSearch.type !== 'index' || find.type !== 'keynum') continue;
    isCounted = true;
    const count = Number.parseInt(wordsOf(request)[beginSearch.index + find.keyNumIdx] ?? '', 10) | 0;
    const first = beginSearch.index + find.firstKey;
    if (count < 1 || count > (request.argc - first) / find.keyStep) return [];
    for (let i = 0; i < count; i++) found.push({ at: first + i * find.keyStep, flags: [] });
  }
  for (const { beginSearch, findKeys: find } of specs) {
    if (beginSearch.type === 'index' && find.type === 'range') found.push({ at: beginSearch.index, flags: [] });
  }
  return isCounted ? found : undefined;
}

/** All arguments; a large one is no word. */
function wordsOf({ buf, argc, argStart, argLen }: RequestArgs): string[] {
  const bytes = Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength);
  return Array.from({ length: argc }, (_, i) => {
    const start = argStart[i]!;
    return start < 0 ? '' : bytes.toString('latin1', start, start + argLen[i]!);
  });
}

/** For `keysIn`: the place of a word in any case, from an argument on; -1 if it is not there. */
export function placeOfWord(words: readonly string[], word: string, from: number): number {
  return words.findIndex((it, at) => at >= from && it.toLowerCase() === word);
}
