import { expect, it } from 'vitest';
import configResetstat from '../../../src/commands/server/config-resetstat.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  configResetstat,
  {
    'forgets counters': [
      ['GET nothing', '(nil)'],
      ['CONFIG RESETSTAT', 'OK'],
    ],
  },
  (server) => {
    it('forgets what was counted of commands', () => {
      server().ask('GET nothing');
      server().ask('CONFIG RESETSTAT');
      expect(server().ask('INFO commandstats')).not.toContain('cmdstat_get');
      expect(server().ask('INFO stats')).toContain('keyspace_misses:0');
    });

    it('keeps the gauges', () => {
      server().call.store.stats[13] = 3;
      server().ask('CONFIG RESETSTAT');
      expect(server().call.store.stats[13]).toBe(3);
      server().call.store.stats[13] = 0;
    });
  },
);
