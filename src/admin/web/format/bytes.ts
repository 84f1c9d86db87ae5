/** Bytes as the API writes them: text where they are UTF-8, else URL-safe base64 without padding. */

export interface WireBytes {
  readonly data: string;
  readonly encoding: 'utf8' | 'base64';
  /** The whole length, where the server cut it. */
  readonly bytes?: number;
  readonly truncated?: boolean;
}

export function decodeBytes({ data, encoding }: WireBytes): Uint8Array {
  if (encoding === 'utf8') return new TextEncoder().encode(data);
  const binary = atob(data.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (unit) => unit.charCodeAt(0));
}

export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Readable text: UTF-8 as it is, anything else with `\xNN` for what is not printable ASCII. */
export function showBytes(bytes: WireBytes): string {
  if (bytes.encoding === 'utf8') return showText(bytes.data);
  let text = '';
  for (const byte of decodeBytes(bytes)) {
    text += byte >= 0x20 && byte < 0x7f && byte !== 0x5c ? String.fromCharCode(byte) : escapeByte(byte);
  }
  return text;
}

/** Rows of a hex dump: offset, sixteen bytes, and the printable ones as text. */
export function hexRows(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = [...bytes.subarray(at, at + 16)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    rows.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  return rows.join('\n');
}

/** The text indented when it is a JSON object or array, else null. */
export function prettyJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/** Path and query that name a key in the API. Base64 always: a browser would normalise keys such as `.`. */
export function keyPath(db: number, key: WireBytes): { path: string; query: string } {
  const bytes = decodeBytes(key);
  if (bytes.length === 0) return { path: `keys/${db}/-`, query: 'encoding=empty' };
  return { path: `keys/${db}/${toBase64Url(bytes)}`, query: 'encoding=base64' };
}

/** The name of a key in one line, line breaks and tabs told too: at most so many characters of it. */
export function showName(name: WireBytes, most = Number.POSITIVE_INFINITY): string {
  const text = showBytes(name).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return text.length > most || name.truncated === true ? `${text.slice(0, most)}…` : text || '(empty key)';
}

/**
 * What would hide, or make text look like another: control characters but line breaks and tabs, marks that turn the
 * direction of writing, spaces without width, and separators of lines that are no line breaks.
 */
const UNSEEN = /(?![\n\t])[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Text of which nothing is hidden. */
export function showText(text: string): string {
  return text.replaceAll(UNSEEN, (unit) => {
    const code = unit.charCodeAt(0);
    return code < 0x80 ? escapeByte(code) : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

function escapeByte(byte: number): string {
  return byte === 0x5c ? '\\\\' : `\\x${byte.toString(16).padStart(2, '0')}`;
}
