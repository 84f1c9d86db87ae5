/**
 * A prefix as people read it: UTF-8 where it is that, and an escape for every byte that would not show. A backslash is
 * escaped, too: no two prefixes have the same text.
 */
import { isUtf8 } from 'node:buffer';

/** Control characters of both kinds, and what begins an escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u001f\\\u007f-\u009f]/g;

/** @param prefix one character a byte, as it stands in keys */
export function prefixText(prefix: string): string {
  const bytes = Buffer.from(prefix, 'latin1');
  if (isUtf8(bytes)) return bytes.toString('utf8').replace(UNSEEN, escaped);
  return prefix.replace(/[^ -[\]-~]/g, escapedByte);
}

/** Each byte of a character: the second half of the control characters has two. */
function escaped(unit: string): string {
  return [...Buffer.from(unit).toString('latin1')].map(escapedByte).join('');
}

function escapedByte(unit: string): string {
  return `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
