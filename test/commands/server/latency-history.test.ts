import { expect, it } from 'vitest';
import latencyHistory from '../../../src/commands/server/latency-history.ts';
import type { LatencyEvents } from '../../../src/metrics/logs/latency-events.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import type { InProcess } from '../../helpers/in-process.ts';

const events = (server: InProcess): LatencyEvents => server.call.server.info.latency as LatencyEvents;

testCommand(
  latencyHistory,
  {
    'knows nothing of other events': [['LATENCY HISTORY foo', '(empty array)']],
  },
  (server) => {
    it('keeps the worst of each second', () => {
      events(server()).add('command', 30, 1_000_000);
      events(server()).add('command', 20, 1_000_900);
      events(server()).add('command', 25, 1_001_000);
      expect(server().ask('LATENCY HISTORY command').split('\n')).toEqual([
        '1) 1) (integer) 1000',
        '   2) (integer) 30',
        '2) 1) (integer) 1001',
        '   2) (integer) 25',
      ]);
      server().ask('LATENCY RESET');
    });

    it('keeps 160 seconds', () => {
      for (let i = 0; i < 200; i++) events(server()).add('fast-command', i, i * 1000);
      const samples = events(server()).history('fast-command')!.samples;
      expect([samples.length, samples[0]!.ms, samples.at(-1)!.ms]).toEqual([160, 40, 199]);
      server().ask('LATENCY RESET');
    });
  },
);
