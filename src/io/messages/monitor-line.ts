/** The line that MONITOR shows for one command. */
import type { Client } from '../../dispatch/client.ts';
import type { ParsedRequest } from '../../dispatch/request.ts';

/** What the line needs of a request. */
export type ShownRequest = Pick<ParsedRequest, 'buf' | 'argc' | 'argStart' | 'argLen'>;

const REDACTED = ' "(redacted)"';
const NAMED = new Map([
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);
/** How each byte is shown inside quotes. */
const SHOWN: readonly string[] = Array.from({ length: 256 }, (_none, byte) => {
  if (byte >= 0x20 && byte < 0x7f && !NAMED.has(byte)) return String.fromCharCode(byte);
  return NAMED.get(byte) ?? `\\x${byte.toString(16).padStart(2, '0')}`;
});

/** `+seconds.micros [db address] "arg" …`, with passwords left out. */
export function monitorLine(us: number, client: Client, command: string, request: ShownRequest): Buffer {
  const seconds = Math.floor(us / 1e6);
  const micros = Math.floor(us - seconds * 1e6);
  const from = client.isUnix ? `unix:${client.localAddress.slice(0, -2)}` : client.address;
  const parts = [`+${seconds}.${String(micros).padStart(6, '0')} [${client.db} ${from}]`];
  const secrets = secretArguments(command, request);
  for (let i = 0; i < request.argc; i++) {
    if (secrets(i)) parts.push(REDACTED);
    else quote(request, i, parts);
  }
  parts.push('\r\n');
  return Buffer.from(parts.join(''), 'latin1');
}

/** Which arguments carry passwords. */
function secretArguments(command: string, request: ShownRequest): (index: number) => boolean {
  if (command === 'auth') return (i) => i > 0;
  if (command !== 'hello') return () => false;
  const secret = new Set<number>();
  let at = 2;
  while (at < request.argc) {
    const word = wordOf(request, at);
    if (word === 'auth') secret.add(at + 1).add(at + 2);
    at += word === 'auth' ? 3 : word === 'setname' ? 2 : 1;
  }
  return (i) => secret.has(i);
}

function wordOf(request: ShownRequest, index: number): string {
  const start = request.argStart[index]!;
  return start < 0 ? '' : request.buf.toString('latin1', start, start + request.argLen[index]!).toLowerCase();
}

function quote(request: ShownRequest, index: number, parts: string[]): void {
  const start = request.argStart[index]!;
  const length = request.argLen[index]!;
  if (start < 0) {
    // Its bytes went into pages of their own and may have been replaced since.
    parts.push(` "(${length} bytes)"`);
    return;
  }
  let text = ' "';
  for (let i = start; i < start + length; i++) text += SHOWN[request.buf[i]!];
  parts.push(`${text}"`);
}
