import { expect, it } from 'vitest';
import latencyGraph from '../../../src/commands/server/latency-graph.ts';
import type { LatencyEvents } from '../../../src/metrics/logs/latency-events.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import type { InProcess } from '../../helpers/in-process.ts';

const events = (server: InProcess): LatencyEvents => server.call.server.info.latency as LatencyEvents;

testCommand(latencyGraph, {}, (server) => {
  it('draws what redis-server draws of the same durations', () => {
    const now = Math.floor(Date.now() / 1000);
    [2, 10, 30, 5, 20].forEach((ms, i) => {
      events(server()).add('command', ms, (now - 6 + i) * 1000 - 120_000);
    });
    const lines = String(server().send('LATENCY GRAPH command').value).split('\n');
    expect(lines).toEqual([
      'command - high 30 ms, low 2 ms (all time high 30 ms)',
      '-'.repeat(80),
      '  #  ',
      '  | o',
      ' _| |',
      '_||o|',
      '     ',
      '22222',
      'mmmmm',
      '',
    ]);
    server().ask('LATENCY RESET');
  });
});
