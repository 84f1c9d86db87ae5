/**
 * Reading and printing values by the kind of their row.
 *
 * Texts are byte strings (one character a byte, `latin1`): values come from sockets and files, and leave as they came.
 */

import { eventClassBits, parseEventClasses, printEventClasses } from './event-classes.ts';
import {
  listenAddresses,
  outputLimits,
  parseAddresses,
  parseFlags,
  parseOomScores,
  parseOutputLimits,
  parsePercentiles,
  parseReplicaOf,
  parseSavePoints,
} from './lists.ts';
import { type MemoryFacts, resolveMaxmemory } from './memory-limit.ts';
import { parseInteger, parseMemory, parseMemoryLimit, parseMemoryOrPercent, parseOctal } from './numbers.ts';
import { accepted, type Parsed, rejected } from './parsed.ts';
import type { SettingKind, SettingRow } from './setting-row.ts';
import { parseString } from './strings.ts';

const manyWords: ReadonlySet<SettingKind['kind']> = new Set([
  'flags',
  'addresses',
  'save-points',
  'output-limits',
  'percentiles',
  'oom-scores',
  'replica-of',
  'words',
]);

/** True for settings that take any number of words on a line. */
export function takesManyWords(row: SettingRow): boolean {
  return manyWords.has(row.kind.kind);
}

/**
 * Reads a value given as the words of a line or as the one argument of CONFIG SET.
 *
 * `current` is the value that list settings add to: the classes that `client-output-buffer-limit` does not name, and
 * the save points already given.
 */
export function parseValue(row: SettingRow, words: readonly string[], current: string): Parsed {
  const [only] = words;
  if (!takesManyWords(row)) {
    return only === undefined || words.length > 1 ? rejected('wrong number of arguments') : parseOne(row, only);
  }
  if (words.length === 1 && only !== undefined) {
    return parseMany(row, only === '' ? [] : only.split(' '), current);
  }
  return parseMany(row, words, current);
}

function parseOne(row: SettingRow, text: string): Parsed {
  const { kind } = row;
  switch (kind.kind) {
    case 'boolean': {
      const word = text.toLowerCase();
      return word === 'yes' || word === 'no' ? accepted(word) : rejected("argument must be 'yes' or 'no'");
    }
    case 'integer':
      return parseInteger(text, kind.min, kind.max, kind.clamp);
    case 'octal':
      return parseOctal(text, kind.max);
    case 'memory':
      return parseMemory(text, kind.min, kind.max, kind.least);
    case 'memory-or-percent':
      return parseMemoryOrPercent(text);
    case 'memory-limit':
      return parseMemoryLimit(text);
    case 'enum': {
      const value = text.toLowerCase();
      if (kind.values.includes(value)) return accepted(value);
      return rejected(`argument(s) must be one of the following: ${kind.values.join(', ')}`);
    }
    case 'event-classes':
      return parseEventClasses(text);
    case 'string':
      return parseString(row.name, text, kind.check);
    default:
      return accepted(text);
  }
}

function parseMany(row: SettingRow, words: readonly string[], current: string): Parsed {
  const { kind } = row;
  switch (kind.kind) {
    case 'addresses':
      return parseAddresses(words);
    case 'save-points':
      return parseSavePoints(words, current);
    case 'output-limits':
      return parseOutputLimits(words, current);
    case 'percentiles':
      return parsePercentiles(words);
    case 'oom-scores':
      return parseOomScores(words);
    case 'replica-of':
      return parseReplicaOf(words);
    case 'flags':
      return parseFlags(words, kind.values, kind.exclusive);
    default:
      return accepted(words.join(' '));
  }
}

/** What CONFIG GET prints for a stored text: `maxmemory auto` is a number there, as clients expect. */
export function printValue(row: SettingRow, text: string, facts: MemoryFacts): string {
  if (row.kind.kind === 'memory-limit') return printBytes(text, facts);
  return row.kind.kind === 'event-classes' ? printEventClasses(text) : text;
}

function printBytes(text: string, facts: MemoryFacts): string {
  return /^[0-9]+$/.test(text) ? text : String(resolveMaxmemory(text, facts));
}

/** What the snapshot holds for a stored text. `maxmemory` is in bytes and must be known for percentages of it. */
export function fieldValue(row: SettingRow, text: string, facts: MemoryFacts, maxmemory: number): unknown {
  switch (row.kind.kind) {
    case 'boolean':
      return text === 'yes';
    case 'integer':
    case 'memory':
      return Number(text);
    case 'octal':
      return Number.parseInt(text, 8);
    case 'memory-limit':
      return resolveMaxmemory(text, facts);
    case 'memory-or-percent':
      return text.endsWith('%') ? Math.floor((maxmemory * Number(text.slice(0, -1))) / 100) : Number(text);
    case 'event-classes':
      return eventClassBits(text) ?? 0;
    case 'addresses':
      return listenAddresses(text);
    case 'output-limits':
      return outputLimits(text);
    case 'percentiles':
      return text === '' ? [] : text.split(' ').map(Number);
    case 'flags':
      return text.split(' ');
    case 'string':
      return Buffer.from(text, 'latin1').toString('utf8');
    default:
      return text;
  }
}
