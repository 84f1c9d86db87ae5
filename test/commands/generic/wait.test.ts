import { describe, expect, it } from 'vitest';
import wait from '../../../src/commands/generic/wait.ts';
import { WOKEN_ERROR, WOKEN_TIMEOUT } from '../../../src/dispatch/client.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import { startInProcess } from '../../helpers/in-process.ts';

testCommand(wait, {
  'answers at once who asks for no replica': [
    ['WAIT 0 0', '(integer) 0'],
    ['WAIT -1 0', '(integer) 0'],
    ['WAIT 0 100', '(integer) 0'],
  ],
  refuses: [
    ['WAIT', "(error) ERR wrong number of arguments for 'wait' command"],
    ['WAIT 0', "(error) ERR wrong number of arguments for 'wait' command"],
    ['WAIT a 0', '(error) ERR value is not an integer or out of range'],
    ['WAIT 0 a', '(error) ERR timeout is not an integer or out of range'],
    ['WAIT 0 -1', '(error) ERR timeout is negative'],
    ['WAIT 0 99999999999999999999', '(error) ERR timeout is not an integer or out of range'],
    ['WAIT 0 9223372036854775807', '(error) ERR timeout is out of range'],
    ['WAIT 0 0 0', "(error) ERR wrong number of arguments for 'wait' command"],
  ],
});

describe('WAIT for replicas', () => {
  async function start() {
    const blocked: number[] = [];
    const clients = { block: (_client: unknown, untilMs: number) => blocked.push(untilMs) };
    return { server: await startInProcess({ ports: { clients: clients as never } }), blocked };
  }

  it('blocks until the time is over', async () => {
    const { server, blocked } = await start();
    const before = Date.now();
    expect(() => server.send('WAIT 1 5000')).toThrow('parked');
    expect(blocked[0]).toBeGreaterThanOrEqual(before + 5000);
    server.client.woken = WOKEN_TIMEOUT;
    expect(server.ask('WAIT 1 5000')).toBe('(integer) 0');
    expect(blocked).toHaveLength(1);
  });

  it('blocks without end for a timeout of 0', async () => {
    const { server, blocked } = await start();
    expect(() => server.send('WAIT 1 0')).toThrow('parked');
    expect(blocked).toEqual([0]);
  });

  it('ends with an error when CLIENT UNBLOCK says so', async () => {
    const { server } = await start();
    server.client.woken = WOKEN_ERROR;
    expect(server.ask('WAIT 1 0')).toBe('(error) UNBLOCKED client unblocked via CLIENT UNBLOCK');
  });
});
