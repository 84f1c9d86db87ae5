import { expect, it } from 'vitest';
import latencyLatest from '../../../src/commands/server/latency-latest.ts';
import type { LatencyEvents } from '../../../src/metrics/logs/latency-events.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import type { InProcess } from '../../helpers/in-process.ts';

const events = (server: InProcess): LatencyEvents => server.call.server.info.latency as LatencyEvents;

testCommand(latencyLatest, {}, (server) => {
  it('gives the latest and the worst', () => {
    events(server()).add('command', 30, 1_000_000);
    events(server()).add('command', 20, 2_000_000);
    expect(server().ask('LATENCY LATEST').split('\n')).toEqual([
      '1) 1) "command"',
      '   2) (integer) 2000',
      '   3) (integer) 20',
      '   4) (integer) 30',
    ]);
    server().ask('LATENCY RESET');
  });
});
