import { expect, it } from 'vitest';
import { toPlain } from '../../../protocol/resp/reply-parser.ts';
import latencyHistogram from '../../../src/commands/server/latency-histogram.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  latencyHistogram,
  {
    'leaves out what was not called': [['LATENCY HISTOGRAM nosuch append', '(empty array)']],
  },
  (server) => {
    it('counts runs by how long they took, in the steps of Redis', () => {
      const row = server().call.server.table.named('set')!;
      server().ask('CONFIG RESETSTAT');
      for (const us of [1, 3, 30, 30, 1000]) server().dispatcher.metrics.ran(row.id, 1, us);
      expect(toPlain(server().send('LATENCY HISTOGRAM set'))).toEqual([
        'set',
        ['calls', 5, 'histogram_usec', [2, 1, 4, 2, 33, 4, 1056, 5]],
      ]);
    });

    it('gives the subcommands of a container', () => {
      server().ask('CONFIG RESETSTAT');
      server().ask('CONFIG GET timeout');
      expect(server().ask('LATENCY HISTOGRAM config')).toContain('config|get');
    });
  },
);
