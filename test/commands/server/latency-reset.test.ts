import { expect, it } from 'vitest';
import latencyReset from '../../../src/commands/server/latency-reset.ts';
import type { LatencyEvents } from '../../../src/metrics/logs/latency-events.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import type { InProcess } from '../../helpers/in-process.ts';

const events = (server: InProcess): LatencyEvents => server.call.server.info.latency as LatencyEvents;

testCommand(latencyReset, {}, (server) => {
  it('counts the kinds that it forgets', () => {
    events(server()).add('command', 30, 1_000_000);
    events(server()).add('fast-command', 30, 1_000_000);
    expect(server().ask('LATENCY RESET nosuch')).toBe('(integer) 0');
    expect(server().ask('LATENCY RESET command')).toBe('(integer) 1');
    expect(server().ask('LATENCY RESET')).toBe('(integer) 1');
    expect(server().ask('LATENCY LATEST')).toBe('(empty array)');
  });
});
