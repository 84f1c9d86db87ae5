/** Settings that are lists: each takes the words of a line and gives them back as CONFIG GET prints them. */

import { readMemory } from './numbers.ts';
import { accepted, type Parsed, rejected } from './parsed.ts';
import type { ListenAddress, OutputLimit, OutputLimits } from './setting-row.ts';

const maxAddresses = 16;
const int64Max = 9223372036854775807n;
const int32Max = 2147483647n;

export function parseAddresses(words: readonly string[]): Parsed {
  if (words.length > maxAddresses) return rejected('Too many bind addresses specified.');
  return accepted(words.join(' '));
}

/** `127.0.0.1 -::1` → addresses to listen on. `*` and `::*` are every address of their family. */
export function listenAddresses(text: string): ListenAddress[] {
  const addresses: ListenAddress[] = [];
  for (const word of text.split(' ')) {
    const optional = word.startsWith('-');
    const name = optional ? word.slice(1) : word;
    if (name === '') continue;
    addresses.push({ host: name === '*' ? '0.0.0.0' : name === '::*' ? '::' : name, optional });
  }
  return addresses;
}

function readCount(word: string): bigint | null {
  if (!/^[0-9]{1,60}$/.test(word)) return null;
  const value = BigInt(word);
  return value > int64Max ? int64Max : value;
}

/** Pairs of seconds and changes, appended to `current`; no words at all mean no save points. */
export function parseSavePoints(words: readonly string[], current: string): Parsed {
  if (words.length === 0) return accepted('');
  const points = current === '' ? [] : [current];
  for (let i = 0; i < words.length; i += 2) {
    const seconds = readCount(words[i] ?? '');
    const changes = readCount(words[i + 1] ?? '');
    if (seconds === null || seconds < 1n || changes === null) return rejected('Invalid save parameters');
    points.push(`${seconds} ${changes}`);
  }
  return accepted(points.join(' '));
}

function readLimit(hard: string, soft: string, seconds: string): string | null {
  const hardBytes = readMemory(hard);
  const softBytes = readMemory(soft);
  const softSeconds = readCount(seconds);
  if (hardBytes === null || softBytes === null || softSeconds === null) return null;
  return `${hardBytes} ${softBytes} ${softSeconds > int32Max ? int32Max : softSeconds}`;
}

/** Groups of class, hard limit, soft limit and seconds; classes that are not named keep their limits in `current`. */
export function parseOutputLimits(words: readonly string[], current: string): Parsed {
  if (words.length % 4 !== 0) return rejected('Wrong number of arguments in buffer limit configuration.');
  const parts = current.split(' ');
  const limits = [parts.slice(1, 4).join(' '), parts.slice(5, 8).join(' '), parts.slice(9, 12).join(' ')];
  for (let i = 0; i < words.length; i += 4) {
    const name = words[i]?.toLowerCase() ?? '';
    const place = ['normal', 'slave', 'pubsub'].indexOf(name === 'replica' ? 'slave' : name);
    if (place < 0) return rejected('Invalid client class specified in buffer limit configuration.');
    const limit = readLimit(words[i + 1] ?? '', words[i + 2] ?? '', words[i + 3] ?? '');
    if (limit === null) {
      return rejected('Error in hard, soft or soft_seconds setting in buffer limit configuration.');
    }
    limits[place] = limit;
  }
  return accepted(`normal ${limits[0]} slave ${limits[1]} pubsub ${limits[2]}`);
}

/** `normal 0 0 0 slave … pubsub …` → limits by class. */
export function outputLimits(text: string): OutputLimits {
  const words = text.split(' ').map(Number);
  const limitAt = (start: number): OutputLimit => ({
    hardBytes: words[start] ?? 0,
    softBytes: words[start + 1] ?? 0,
    softSeconds: words[start + 2] ?? 0,
  });
  return { normal: limitAt(1), replica: limitAt(5), pubsub: limitAt(9) };
}

const percentile = /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]{1,3})?$/i;

export function parsePercentiles(words: readonly string[]): Parsed {
  const texts: string[] = [];
  for (const word of words) {
    if (!percentile.test(word)) return rejected('Invalid latency-tracking-info-percentiles parameters');
    const value = Number(word);
    if (value < 0 || value > 100) {
      return rejected('latency-tracking-info-percentiles parameters should sit between [0.0,100.0]');
    }
    texts.push(String(Number(value.toFixed(6))));
  }
  return accepted(texts.join(' '));
}

export function parseOomScores(words: readonly string[]): Parsed {
  if (words.length !== 3) return rejected('wrong number of arguments');
  for (const word of words) {
    if (!/^-?[0-9]{1,9}$/.test(word) || Math.abs(Number(word)) > 2000) {
      return rejected('Invalid oom-score-adj-values, elements must be between -2000 and 2000.');
    }
  }
  return accepted(words.map((word) => String(Number(word))).join(' '));
}

/** `HOST PORT`, or `no one`, or nothing. */
export function parseReplicaOf(words: readonly string[]): Parsed {
  const [host = '', port = ''] = words;
  if (words.length === 0) return accepted('');
  if (words.length !== 2) return rejected('wrong number of arguments');
  if (host.toLowerCase() === 'no' && port.toLowerCase() === 'one') return accepted('');
  if (!/^[0-9]{1,5}$/.test(port) || Number(port) > 65535) return rejected('Invalid master port');
  return accepted(`${host} ${Number(port)}`);
}

/** Several words out of `values`; the first of `values` stands for none of them. */
export function parseFlags(words: readonly string[], values: readonly string[], never: readonly string[]): Parsed {
  const given = new Set(words.map((word) => word.toLowerCase()));
  const unknown = [...given].some((word) => !values.includes(word));
  if (given.size === 0 || unknown) return rejected(`argument(s) must be one of the following: ${values.join(', ')}`);
  if (never.every((word) => given.has(word))) {
    return rejected(
      `shutdown options ${never.map((word) => word.toUpperCase()).join(' and ')} can't be used simultaneously`,
    );
  }
  const set = values.slice(1).filter((word) => given.has(word));
  return accepted(set.length === 0 ? (values[0] ?? '') : set.join(' '));
}
