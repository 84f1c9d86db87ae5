/** Config files in the syntax of redis.conf. */

import { globSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { splitWords } from '../../protocol/quoted-words.ts';
import type { Assignment, Assignments } from './assignment.ts';

/** How files are reached; tests give their own. `read` throws as `readFileSync` does and returns a byte string. */
export interface ConfigFiles {
  read(path: string): string;
  /** Paths that fit a pattern, sorted. */
  list(pattern: string): string[];
}

export const diskFiles: ConfigFiles = {
  read: (path) => readFileSync(path, 'latin1'),
  list: (pattern) => globSync(pattern).sort(),
};

const deepestInclude = 16;

function failureOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it';
  return code === 'EISDIR' ? 'it is a directory' : (code ?? message);
}

/** Reads a file and what it includes. A relative include is relative to the working directory, as in Redis. */
export function readConfigFile(path: string, files: ConfigFiles, depth = 0): Assignments {
  let content: string;
  try {
    content = files.read(path);
  } catch (error) {
    return { ok: false, error: `cannot read the config file ${path}: ${failureOf(error)}` };
  }
  return readConfigText(content, path, files, depth);
}

/** Reads the lines of a config file. `path` only names it in messages. */
export function readConfigText(content: string, path: string, files: ConfigFiles, depth = 0): Assignments {
  const list: Assignment[] = [];
  const withoutMark = content.startsWith('\xef\xbb\xbf') ? content.slice(3) : content;
  let number = 0;
  for (const raw of withoutMark.split('\n')) {
    number++;
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const place = `${path} line ${number}`;
    const words = splitWords(line);
    if (words === null) return { ok: false, error: `${place}: a quote is not closed, or letters follow its end` };
    const [name = '', ...values] = words;
    if (name.toLowerCase() !== 'include') {
      list.push({ name, words: values, origin: { source: 'file', place } });
      continue;
    }
    const included = readIncluded(values, place, files, depth);
    if (!included.ok) return included;
    list.push(...included.list);
  }
  return { ok: true, list };
}

function readIncluded(values: readonly string[], place: string, files: ConfigFiles, depth: number): Assignments {
  const [value] = values;
  if (value === undefined || values.length > 1) return { ok: false, error: `${place}: include takes one path` };
  if (depth >= deepestInclude) return { ok: false, error: `${place}: includes are nested too deeply (or in a circle)` };
  const pattern = Buffer.from(value, 'latin1').toString('utf8');
  const paths = /[*?[]/.test(pattern) ? files.list(pattern) : [pattern];
  const list: Assignment[] = [];
  for (const path of paths) {
    const included = readConfigFile(isAbsolute(path) ? path : resolve(path), files, depth + 1);
    if (!included.ok) return { ok: false, error: `${place}: ${included.error}` };
    list.push(...included.list);
  }
  return { ok: true, list };
}
