/**
 * Decodes RESP2 and RESP3 replies for tests and tools. Clear rather than fast: the server itself never reads replies.
 *
 * Idea: a stack of open aggregates survives between calls, so a reply cut at any byte is continued where it stopped
 * and a long array is never scanned twice.
 */

interface ReplyBase {
  /** RESP3 attributes sent ahead of this reply, as pairs. */
  attributes?: [Reply, Reply][];
}
export type Reply = ReplyBase &
  (
    | { type: 'simple' | 'error' | 'bignumber'; value: string }
    | { type: 'integer'; value: number | bigint }
    | { type: 'bulk' | 'blob-error'; value: Buffer }
    /** The three wire forms of nothing: `_`, `$-1` and `*-1`. */
    | { type: 'null' | 'null-bulk' | 'null-array'; value: null }
    | { type: 'double'; value: number; text: string }
    | { type: 'boolean'; value: boolean }
    | { type: 'verbatim'; format: string; value: Buffer }
    | { type: 'array' | 'set' | 'push'; value: Reply[] }
    | { type: 'map'; value: [Reply, Reply][] }
  );

/** A JavaScript value that `toPlain` makes of a reply. */
export type Plain = string | number | bigint | boolean | null | Error | Plain[] | { [key: string]: Plain };

interface Open {
  type: 'array' | 'set' | 'push' | 'map' | 'attribute';
  left: number;
  items: Reply[];
  attributes: [Reply, Reply][] | undefined;
}

const CR = 13;
const LF = 10;
const AGGREGATES: Readonly<Record<string, Open['type']>> = {
  '*': 'array',
  '~': 'set',
  '>': 'push',
  '%': 'map',
  '|': 'attribute',
};

/** Incremental reply decoder. Throws `SyntaxError` on bytes that are not RESP. */
export class ReplyParser {
  /** Bytes that complete replies have used since the parser was made. */
  bytesConsumed = 0;
  private data: Buffer = Buffer.alloc(0);
  private at = 0;
  private stack: Open[] = [];
  private attributes: [Reply, Reply][] | undefined;
  private inReply = 0;

  /** Adds bytes as they came from the socket; they are copied only if a reply is still incomplete. */
  feed(chunk: Uint8Array): void {
    const rest = this.data.subarray(this.at);
    const more = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.data = rest.length === 0 ? more : Buffer.concat([rest, more]);
    this.at = 0;
  }

  /** Bytes fed and not yet part of a returned reply. */
  get pendingBytes(): number {
    return this.data.length - this.at + this.inReply;
  }

  /** The next complete reply, or undefined when more bytes are needed. */
  next(): Reply | undefined {
    for (;;) {
      const start = this.at;
      const reply = this.element();
      this.inReply += this.at - start;
      if (reply === undefined) return undefined;
      if (reply === OPENED) continue;
      const whole = this.close(reply);
      if (whole !== undefined) {
        this.bytesConsumed += this.inReply;
        this.inReply = 0;
        return whole;
      }
    }
  }

  /** All complete replies fed so far. */
  all(): Reply[] {
    const out: Reply[] = [];
    for (let reply = this.next(); reply !== undefined; reply = this.next()) out.push(reply);
    return out;
  }

  /** Puts a finished element into the aggregates that wait for it; returns the outermost once that is complete. */
  private close(element: Reply): Reply | undefined {
    let reply = element;
    for (;;) {
      const top = this.stack.at(-1);
      if (top === undefined) return reply;
      top.items.push(reply);
      if (--top.left > 0) return undefined;
      this.stack.pop();
      if (top.type === 'attribute') {
        this.attributes = pairs(top.items);
        return undefined;
      }
      reply = aggregate(top);
    }
  }

  private element(): Reply | typeof OPENED | undefined {
    const line = this.line();
    if (line === undefined) return undefined;
    const kind = String.fromCharCode(line[0] ?? 0);
    const text = line.toString('latin1', 1);
    const opens = AGGREGATES[kind];
    if (opens !== undefined) return this.aggregate(opens, text, line.length + 2);
    if (kind === '$' || kind === '=' || kind === '!') return this.blob(kind, text, line.length + 2);
    this.at += line.length + 2;
    return this.dress(scalar(kind, line, text));
  }

  /** The bytes up to the next CRLF, not consumed. */
  private line(): Buffer | undefined {
    const end = this.data.indexOf('\r\n', this.at, 'latin1');
    if (end < 0) return undefined;
    if (end === this.at) throw new SyntaxError('empty reply line');
    return this.data.subarray(this.at, end);
  }

  private aggregate(type: Open['type'], text: string, header: number): Reply | typeof OPENED {
    const count = length(text);
    this.at += header;
    if (count < 0) {
      if (type !== 'array') throw new SyntaxError(`negative length of ${type}`);
      return this.dress({ type: 'null-array', value: null });
    }
    const left = type === 'map' || type === 'attribute' ? count * 2 : count;
    const open: Open = { type, left, items: [], attributes: this.attributes };
    this.attributes = undefined;
    if (left === 0) return type === 'attribute' ? OPENED : aggregate(open);
    this.stack.push(open);
    return OPENED;
  }

  private blob(kind: string, text: string, header: number): Reply | undefined {
    const size = length(text);
    if (size < 0) {
      this.at += header;
      return this.dress({ type: 'null-bulk', value: null });
    }
    const start = this.at + header;
    const end = start + size;
    if (this.data.length < end + 2) return undefined;
    if (this.data[end] !== CR || this.data[end + 1] !== LF) throw new SyntaxError('bulk not closed by CRLF');
    this.at = end + 2;
    const value = Buffer.from(this.data.subarray(start, end));
    if (kind === '=') {
      return this.dress({ type: 'verbatim', format: value.toString('latin1', 0, 3), value: value.subarray(4) });
    }
    return this.dress({ type: kind === '!' ? 'blob-error' : 'bulk', value });
  }

  private dress(reply: Reply): Reply {
    if (this.attributes !== undefined) reply.attributes = this.attributes;
    this.attributes = undefined;
    return reply;
  }
}

/** Marks that an aggregate was opened and no element is complete yet. */
const OPENED = Symbol('opened');

function length(text: string): number {
  if (!/^(-1|\d+)$/.test(text)) throw new SyntaxError(`bad length ${JSON.stringify(text)}`);
  return Number(text);
}

function pairs(items: Reply[]): [Reply, Reply][] {
  const out: [Reply, Reply][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) out.push([items[i]!, items[i + 1]!]);
  return out;
}

function aggregate(open: Open): Reply {
  const reply: Reply =
    open.type === 'map'
      ? { type: 'map', value: pairs(open.items) }
      : { type: open.type as 'array' | 'set' | 'push', value: open.items };
  if (open.attributes !== undefined) reply.attributes = open.attributes;
  return reply;
}

function scalar(kind: string, line: Buffer, text: string): Reply {
  switch (kind) {
    case '+':
      return { type: 'simple', value: line.toString('utf8', 1) };
    case '-':
      return { type: 'error', value: line.toString('utf8', 1) };
    case '(':
      return { type: 'bignumber', value: text };
    case '_':
      return { type: 'null', value: null };
    case '#':
      if (text !== 't' && text !== 'f') throw new SyntaxError(`bad boolean ${text}`);
      return { type: 'boolean', value: text === 't' };
    case ',':
      return { type: 'double', value: toDouble(text), text };
    case ':': {
      if (!/^[+-]?\d+$/.test(text)) throw new SyntaxError(`bad integer ${JSON.stringify(text)}`);
      const value = Number(text);
      return { type: 'integer', value: Number.isSafeInteger(value) ? value : BigInt(text) };
    }
    default:
      throw new SyntaxError(`unknown reply type ${JSON.stringify(kind)}`);
  }
}

function toDouble(text: string): number {
  if (text === 'inf') return Infinity;
  if (text === '-inf') return -Infinity;
  if (text === 'nan' || text === '-nan') return NaN;
  return Number(text);
}

/** Decodes one buffer that holds whole replies. Throws if bytes are left over. */
export function decodeReplies(bytes: Uint8Array): Reply[] {
  const parser = new ReplyParser();
  parser.feed(bytes);
  const out = parser.all();
  if (parser.pendingBytes > 0) throw new SyntaxError(`${parser.pendingBytes} bytes of an incomplete reply`);
  return out;
}

/** A reply as plain JavaScript: bulks as utf8 text, maps as objects, errors as `Error`, every null as null. */
export function toPlain(reply: Reply): Plain {
  switch (reply.type) {
    case 'bulk':
    case 'verbatim':
      return reply.value.toString('utf8');
    case 'error':
      return new Error(reply.value);
    case 'blob-error':
      return new Error(reply.value.toString('utf8'));
    case 'array':
    case 'set':
    case 'push':
      return reply.value.map(toPlain);
    case 'map':
      return Object.fromEntries(reply.value.map(([key, value]) => [String(toPlain(key)), toPlain(value)]));
    default:
      return reply.value;
  }
}
