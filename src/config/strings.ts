/** Rules for settings that are strings, in Redis' words. */

import { accepted, type Parsed, rejected } from './parsed.ts';
import type { StringCheck } from './setting-row.ts';

type Check = (name: string, text: string) => string | null;

/** Variables of `proc-title-template`; those that expand to nothing in a standalone server are false. */
const titleVariables: Readonly<Record<string, boolean>> = {
  title: false,
  'listen-addr': true,
  'server-mode': false,
  port: true,
  'tls-port': true,
  unixsocket: true,
  'config-file': true,
};

/** True when every `{variable}` is known and closed and something remains to show. `{{` is a brace. */
function isTitleTemplate(text: string): boolean {
  let visible = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '{' || text[at + 1] === '{') {
      if (text[at] === '{') at++;
      visible += text[at] ?? '';
      continue;
    }
    const end = text.indexOf('}', at);
    const shows = end < 0 ? undefined : titleVariables[text.slice(at + 1, end)];
    if (shows === undefined) return false;
    if (shows) visible += 'x';
    at = end;
  }
  return visible.trim() !== '';
}

const checks: Readonly<Record<StringCheck, Check>> = {
  'file-name': (name, text) => {
    if (text === '' && name !== 'dbfilename') return `${name} can't be empty`;
    return text.includes('/') ? `${name} can't be a path, just a filename` : null;
  },
  'directory-name': (name, text) => {
    if (text === '') return `${name} can't be empty`;
    return text.includes('/') ? `${name} can't be a path, just a dirname` : null;
  },
  'host-name': (_name, text) => {
    if (text.length >= 256) return 'Hostnames must be less than 256 characters';
    return /^[a-z0-9.-]*$/i.test(text) ? null : 'Hostnames may only contain alphanumeric characters, hyphens or dots';
  },
  'node-name': (_name, text) =>
    /[!#$%&()*+:;<>?@[\]^{|}~]/.test(text) ? 'Announced human node name contained invalid character' : null,
  locale: (_name, text) => (/^(|C|POSIX|C\.utf-?8)$/i.test(text) ? null : 'Invalid locale name'),
  price: (name, text) =>
    /^\d{1,12}(\.\d{1,12})?$/.test(text) ? null : `${name} must be a number of 0 or more, such as 0.0025`,
  'title-template': (_name, text) =>
    isTitleTemplate(text) ? null : 'template format is invalid or contains unknown variables',
};

export function parseString(name: string, text: string, check: StringCheck | undefined): Parsed {
  const error = check === undefined ? null : checks[check](name, text);
  return error === null ? accepted(text) : rejected(error);
}
