import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isLoopbackOnly, parseBind, probeAddresses } from '../../src/io/bind-address.ts';
import { CAN_SHARE_PORT, type Listener, listen } from '../../src/io/listener.ts';
import { HAS_IPV6, Recorder } from './transport/echo-fixture.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function busyPort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  open.push(server);
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

async function sharing(host: string): Promise<Listener> {
  const address = { host, port: 0, reusePort: true };
  const result = await listen({ address, backlog: 128, handler: new Recorder(), accept: () => {} });
  if (!result.ok) throw new Error(result.message);
  open.push(result.listener);
  return result.listener;
}

describe('the words of bind', () => {
  it.each([
    ['127.0.0.1', { text: '127.0.0.1', host: '127.0.0.1', family: 4, optional: false }],
    ['-127.0.0.1', { text: '127.0.0.1', host: '127.0.0.1', family: 4, optional: true }],
    ['*', { text: '*', host: '0.0.0.0', family: 4, optional: false }],
    ['-*', { text: '*', host: '0.0.0.0', family: 4, optional: true }],
    ['::*', { text: '::*', host: '::', family: 6, optional: false }],
    ['-::*', { text: '::*', host: '::', family: 6, optional: true }],
    ['-::1', { text: '::1', host: '::1', family: 6, optional: true }],
    ['localhost', { text: 'localhost', host: 'localhost', family: 4, optional: false }],
  ])('reads %s', (word, address) => {
    expect(parseBind([word])).toEqual([address]);
  });

  it('reads an empty word, and none, as no address', () => {
    expect(parseBind([''])).toEqual([]);
    expect(parseBind([])).toEqual([]);
  });

  it('knows what only this machine reaches', () => {
    expect(isLoopbackOnly(parseBind(['127.0.0.1', '-::1', '127.8.0.1']))).toBe(true);
    expect(isLoopbackOnly(parseBind(['127.0.0.1', '0.0.0.0']))).toBe(false);
    expect(isLoopbackOnly(parseBind(['::*']))).toBe(false);
  });
});

describe('probing addresses', () => {
  it('finds free ones, and leaves them free', async () => {
    const port = await busyPort('127.0.0.1');
    await open.pop()!.close();
    for (let round = 0; round < 2; round++) {
      const result = await probeAddresses(['127.0.0.1', '-::1'], port);
      const hosts = HAS_IPV6 ? ['127.0.0.1', '::1'] : ['127.0.0.1'];
      expect(result).toMatchObject({ ok: true, addresses: hosts.map((host) => ({ host })) });
      expect(result.ok && result.skipped).toHaveLength(HAS_IPV6 ? 0 : 1);
    }
  });

  it('does not mind a port that is to be chosen', async () => {
    const result = await probeAddresses(['*', '127.0.0.1'], 0);
    expect(result).toMatchObject({ ok: true, addresses: [{ host: '0.0.0.0' }, { host: '127.0.0.1' }] });
  });

  it.each(['127.0.0.1', '*'])('sees a server on the port of %s', async (word) => {
    const port = await busyPort('127.0.0.1');
    const host = word === '*' ? '0.0.0.0' : word;
    expect(await probeAddresses([word], port)).toEqual({
      ok: false,
      code: 'EADDRINUSE',
      message: `cannot listen on ${host}:${port}: another server listens there already`,
    });
  });

  it.skipIf(!CAN_SHARE_PORT)('sees a server that would share its port, and does not disturb it', async () => {
    const listener = await sharing('127.0.0.1');
    const result = await probeAddresses(['-127.0.0.1'], listener.port);
    expect(result).toMatchObject({ ok: false, code: 'EADDRINUSE' });
    await sharing('127.0.0.1');
  });

  it('skips an optional address that the machine does not have, and only that', async () => {
    const result = await probeAddresses(['-192.0.2.1', '127.0.0.1'], 0);
    expect(result).toMatchObject({
      ok: true,
      addresses: [{ host: '127.0.0.1' }],
      skipped: ['not listening on 192.0.2.1:0: address not available'],
    });
    expect(await probeAddresses(['192.0.2.1'], 6379)).toEqual({
      ok: false,
      code: 'EADDRNOTAVAIL',
      message: 'cannot listen on 192.0.2.1:6379: address not available',
    });
  });

  it('refuses an address twice, or beside the wildcard of its family', async () => {
    const port = await busyPort('127.0.0.1');
    await open.pop()!.close();
    for (const words of [
      ['127.0.0.1', '127.0.0.1'],
      ['*', '127.0.0.1'],
      ['127.0.0.1', '0.0.0.0'],
    ]) {
      expect(await probeAddresses(words, port)).toMatchObject({ ok: false, code: 'EADDRINUSE' });
    }
    expect(await probeAddresses(['*', '::*'], port)).toMatchObject({ ok: true });
  });

  it('resolves names, and says so when it cannot', async () => {
    expect(await probeAddresses(['localhost'], 0)).toMatchObject({ ok: true, addresses: [{ host: '127.0.0.1' }] });
    expect(await probeAddresses(['-nowhere.invalid'], 1)).toEqual({
      ok: false,
      code: 'ENOTFOUND',
      message: 'cannot listen on nowhere.invalid:1: name or service not known',
    });
  });
});
