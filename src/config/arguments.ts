/** The command line: `larder [/path/to/redis.conf] [-] [--name value …]…`, as redis-server reads it. */

import { type Assignment, byteString } from './assignment.ts';
import { settingPlace, settingRows } from './settings.ts';
import { takesManyWords } from './values.ts';

/** What the command line asks for. */
export type CommandLine =
  | { readonly kind: 'run'; readonly configPath: string | null; readonly stdin: boolean; readonly list: Assignment[] }
  | { readonly kind: 'version' }
  | { readonly kind: 'help' }
  | { readonly kind: 'error'; readonly error: string };

function isKnownFlag(token: string): boolean {
  return token.startsWith('--') && settingPlace(token.slice(2).split('=')[0] ?? '') >= 0;
}

/** The values behind a flag: up to the next flag. A first value may begin with `--` unless it is a flag's name. */
function valuesBehind(tokens: readonly string[], start: number): string[] {
  const values: string[] = [];
  for (let i = start; i < tokens.length; i++) {
    const token = tokens[i] ?? '';
    if (token.startsWith('--') && (values.length > 0 || isKnownFlag(token))) break;
    if (token === '-' && i === tokens.length - 1) break;
    values.push(token);
  }
  return values;
}

/** The words of a flag, or null when it has none and needs one: switches turn on, lists become empty. */
function wordsOf(name: string, values: readonly string[]): string[] | null {
  const row = settingRows[settingPlace(name)];
  if (values.length > 0 || row === undefined) return values.map(byteString);
  if (row.kind.kind === 'boolean') return ['yes'];
  return takesManyWords(row) ? [''] : null;
}

/** Reads the arguments behind the program's name. */
export function readArguments(tokens: readonly string[]): CommandLine {
  const [first] = tokens;
  const configPath = first !== undefined && first !== '' && !first.startsWith('-') ? first : null;
  const list: Assignment[] = [];
  let stdin = false;
  let at = configPath === null ? 0 : 1;
  while (at < tokens.length) {
    const token = tokens[at] ?? '';
    at++;
    if (token === '-v' || token === '--version') return { kind: 'version' };
    if (token === '-h' || token === '--help') return { kind: 'help' };
    if (token === '-' && (at === 1 || at === tokens.length)) {
      stdin = true;
      continue;
    }
    if (!token.startsWith('--')) {
      return {
        kind: 'error',
        error: `'${token}' is neither a flag nor a config file in first place; see larder --help`,
      };
    }
    const equals = token.indexOf('=');
    const name = equals < 0 ? token.slice(2) : token.slice(2, equals);
    const values = equals < 0 ? valuesBehind(tokens, at) : [token.slice(equals + 1)];
    if (equals < 0) at += values.length;
    const words = wordsOf(name, values);
    if (words === null) return { kind: 'error', error: `--${name} needs a value; see larder --help` };
    list.push({ name, words, origin: { source: 'flag', place: `--${name}` } });
  }
  return { kind: 'run', configPath, stdin, list };
}
