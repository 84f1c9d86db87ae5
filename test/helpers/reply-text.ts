/** Replies as redis-cli prints them: what the examples of the command rows and the tables of their tests hold. */
import type { Reply } from '../../protocol/resp/reply-parser.ts';

/** The text of a reply; elements of an aggregate stand on lines of their own. */
export function replyText(reply: Reply): string {
  return lines(reply).join('\n');
}

function lines(reply: Reply): string[] {
  switch (reply.type) {
    case 'simple':
      return [reply.value];
    case 'error':
      return [`(error) ${reply.value}`];
    case 'blob-error':
      return [`(error) ${reply.value.toString('utf8')}`];
    case 'integer':
      return [`(integer) ${reply.value}`];
    case 'double':
      return [`(double) ${reply.text}`];
    case 'boolean':
      return [`(${reply.value})`];
    case 'bulk':
      return [quoted(reply.value)];
    case 'verbatim':
      return reply.value.toString('utf8').split('\n');
    case 'bignumber':
      return [reply.value];
    case 'map':
      return reply.value.length === 0
        ? ['(empty hash)']
        : reply.value.flatMap(([key, value], i) => pair(key, value, i));
    case 'array':
    case 'push':
      return reply.value.length === 0 ? ['(empty array)'] : reply.value.flatMap((item, i) => numbered(item, i, ')'));
    case 'set':
      return reply.value.length === 0 ? ['(empty set)'] : reply.value.flatMap((item, i) => numbered(item, i, '~'));
    default:
      return ['(nil)'];
  }
}

function numbered(item: Reply, index: number, mark: string): string[] {
  return behind(`${index + 1}${mark} `, lines(item));
}

function pair(key: Reply, value: Reply, index: number): string[] {
  const name = lines(key);
  return behind(`${index + 1}# `, [...name.slice(0, -1), ...behind(`${name.at(-1)} => `, lines(value))]);
}

/** The first line behind a prefix, the others below it. */
function behind(prefix: string, text: readonly string[]): string[] {
  return text.map((line, i) => (i === 0 ? prefix : ' '.repeat(prefix.length)) + line);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
  '"': '\\"',
  '\\': '\\\\',
};

function quoted(bytes: Buffer): string {
  let text = '"';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    const printable = byte >= 0x20 && byte < 0x7f;
    text += ESCAPES[char] ?? (printable ? char : `\\x${byte.toString(16).padStart(2, '0')}`);
  }
  return `${text}"`;
}
