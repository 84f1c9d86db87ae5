/** One command, one reply, over a connection of its own: for control commands, where speed does not matter. */
import { createConnection, type Socket } from 'node:net';

/** Length of the first complete simple, integer, error, null or bulk reply in `text` (latin1), or -1 when it is not all there. */
function replyEnd(text: string): number {
  const line = text.indexOf('\r\n');
  if (line < 0) return -1;
  if (text[0] !== '$') return line + 2;
  const length = Number(text.slice(1, line));
  const end = length < 0 ? line + 2 : line + 2 + length + 2;
  return text.length >= end ? end : -1;
}

function encode(args: readonly string[]): string {
  return `*${args.length}\r\n${args.map((arg) => `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`).join('')}`;
}

/**
 * Connects, optionally authenticates, sends one command and resolves to its reply: the text of a bulk string, the line
 * of anything else without its type byte. Rejects on an error reply, on a closed connection and after `timeoutMs`.
 * For control commands; it understands no aggregates.
 */
export function askOnce(port: number, args: readonly string[], password?: string, timeoutMs = 60_000): Promise<string> {
  return new Promise((done, fail) => {
    const socket: Socket = createConnection({ port, host: '127.0.0.1' });
    let pendingAuth = password !== undefined;
    let text = '';
    const settle = (error: Error | undefined, value = ''): void => {
      socket.destroy();
      if (error === undefined) done(value);
      else fail(error);
    };
    socket.setTimeout(timeoutMs, () => settle(new Error(`${args[0]}: no reply within ${timeoutMs} ms`)));
    socket.on('error', settle);
    socket.on('close', () => settle(new Error(`${args[0]}: connection closed before a reply`)));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (let end = replyEnd(text); end >= 0; end = replyEnd(text)) {
        const reply = text.slice(0, end);
        text = text.slice(end);
        if (reply[0] === '-') return settle(new Error(reply.slice(1).trimEnd()));
        if (!pendingAuth) return settle(undefined, reply.slice(reply[0] === '$' ? reply.indexOf('\r\n') + 2 : 1, -2));
        pendingAuth = false;
      }
    });
    socket.write((password === undefined ? '' : encode(['AUTH', password])) + encode(args));
  });
}

/** INFO's text as field to text. */
export function parseInfo(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0 && line[0] !== '#') fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return fields;
}
