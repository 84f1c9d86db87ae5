import { describe, expect, it } from 'vitest';
import { Client } from '../../../src/dispatch/client.ts';
import { monitorLine, type ShownRequest } from '../../../src/io/messages/monitor-line.ts';

const client = new Client(1, '127.0.0.1:5000', '127.0.0.1:6379', 0, true);

function requestOf(...words: readonly (string | Buffer)[]): ShownRequest {
  const parts = words.map((word) => (typeof word === 'string' ? Buffer.from(word, 'latin1') : word));
  let at = 0;
  const argStart = Int32Array.from(parts, (part) => {
    at += part.length;
    return at - part.length;
  });
  return {
    buf: Buffer.concat(parts),
    argc: parts.length,
    argStart,
    argLen: Int32Array.from(parts, ({ length }) => length),
  };
}

function line(command: string, ...words: readonly (string | Buffer)[]): string {
  return monitorLine(1_795_306_108_000_042, client, command, requestOf(...words)).toString('latin1');
}

describe('a line of MONITOR', () => {
  it('has time, database, address and arguments', () => {
    client.db = 3;
    expect(line('set', 'SET', 'k', 'a b')).toBe('+1795306108.000042 [3 127.0.0.1:5000] "SET" "k" "a b"\r\n');
    client.db = 0;
  });

  it('names the socket of a client on this machine', () => {
    const local = new Client(2, '/run/larder.sock:0', '/run/larder.sock:0', 0, true);
    expect(monitorLine(0, local, 'ping', requestOf('PING')).toString()).toBe(
      '+0.000000 [0 unix:/run/larder.sock] "PING"\r\n',
    );
  });

  it('shows every byte as Redis does', () => {
    const bytes = Buffer.from([0, 7, 8, 9, 10, 13, 27, 31, 32, 34, 39, 92, 126, 127, 128, 255]);
    expect(line('echo', 'ECHO', bytes)).toContain(' "\\x00\\a\\b\\t\\n\\r\\x1b\\x1f \\"\'\\\\~\\x7f\\x80\\xff"\r\n');
  });

  it('says how long an argument is whose bytes are in pages of their own', () => {
    const request = requestOf('SET', 'k', 'v');
    request.argStart[2] = -1;
    request.argLen[2] = 70_000;
    expect(monitorLine(0, client, 'set', request).toString()).toContain('"SET" "k" "(70000 bytes)"\r\n');
  });

  it('leaves passwords out', () => {
    const hidden = '"(redacted)"';
    const shown = (command: string, words: string): string => /\] (.*)\r/.exec(line(command, ...words.split(' ')))![1]!;
    expect(shown('auth', 'AUTH secret')).toBe(`"AUTH" ${hidden}`);
    expect(shown('auth', 'AUTH default secret')).toBe(`"AUTH" ${hidden} ${hidden}`);
    expect(shown('hello', 'HELLO 3 AUTH default secret')).toBe(`"HELLO" "3" "AUTH" ${hidden} ${hidden}`);
    expect(shown('hello', 'HELLO 3 SETNAME auth auth u p')).toBe(
      `"HELLO" "3" "SETNAME" "auth" "auth" ${hidden} ${hidden}`,
    );
    expect(shown('hello', 'HELLO 3 AUTH u p SETNAME me')).toBe(`"HELLO" "3" "AUTH" ${hidden} ${hidden} "SETNAME" "me"`);
    expect(shown('set', 'SET auth x')).toBe('"SET" "auth" "x"');
  });
});
