import { beforeEach, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';
import { replyText } from '../../helpers/reply-text.ts';

/** What a client was told since it was asked for last. */
const told = (server: InProcess, client: InProcess['client']): string =>
  server.messagesFor(client).map(replyText).join('\n');

describe('a client that tracks keys', () => {
  let server: InProcess;
  beforeEach(async () => {
    server = await startInProcess();
    server.client.resp = 3;
    server.ask('CLIENT TRACKING ON');
  });
  /** Another client changes the key. */
  const change = (): void => {
    const { client } = server;
    const other = Object.assign(Object.create(Object.getPrototypeOf(client)), client);
    other.tracking = undefined;
    server.client = other;
    server.ask('SET k 2');
    server.client = client;
  };

  it('is told of changes of what its scripts have read', () => {
    server.ask(['EVAL', "return redis.call('GET', KEYS[1])", 1, 'k']);
    change();
    expect(told(server, server.client)).toContain('invalidate');
  });

  it('is not told of what it has not read', () => {
    server.ask(['EVAL', "return redis.call('GET', KEYS[2])", 2, 'k', 'other']);
    change();
    expect(told(server, server.client)).not.toContain('invalidate');
  });

  it('is told behind the reply of a script that another thread runs', () => {
    server.ask('GET k');
    server.client.isShipped = true;
    change();
    expect(told(server, server.client)).toBe('');
    server.client.isShipped = false;
    expect(told(server, server.client)).toContain('invalidate');
    server.tracking.repeat(server.client);
    expect(told(server, server.client)).toBe('');
  });

  it('is told again behind the reply of such a script that the client it redirects to is gone', () => {
    server.client.tracking!.redirect = 999;
    server.ask('GET k');
    server.client.isShipped = true;
    change();
    expect(told(server, server.client)).toBe('');
    server.client.isShipped = false;
    expect(told(server, server.client)).toContain('tracking-redir-broken');
    server.tracking.repeat(server.client);
    expect(told(server, server.client)).toContain('tracking-redir-broken');
  });
});
