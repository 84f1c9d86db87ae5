import { expect, it } from 'vitest';
import infoRow from '../../../src/commands/server/info.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  infoRow,
  {
    'leaves unknown sections out': [['INFO nosuch', '""']],
    'takes names in any case': [['INFO CLUSTER', '"# Cluster\\r\\ncluster_enabled:0\\r\\n"']],
    'prints sections once, in their own order': [
      ['INFO modules cluster modules', '"# Modules\\r\\n\\r\\n# Cluster\\r\\ncluster_enabled:0\\r\\n"'],
    ],
    'counts the keys of each database': [
      ['MSET a 1 b 2', 'OK'],
      ['EXPIRE a 100', '(integer) 1'],
      ['INFO keyspace', '"# Keyspace\\r\\ndb0:keys=2,expires=1,avg_ttl=0,subexpiry=0\\r\\n"'],
    ],
    'counts errors by their kind': [
      ['CONFIG RESETSTAT', 'OK'],
      ['INFO errorstats', '"# Errorstats\\r\\n"'],
      ['GET', "(error) ERR wrong number of arguments for 'get' command"],
      ['COPY a a', '(error) ERR source and destination objects are the same'],
      ['INFO errorstats', '"# Errorstats\\r\\nerrorstat_ERR:count=2\\r\\n"'],
    ],
  },
  (server) => {
    const fields = (section: string): Map<string, string> => {
      const text = String(server().send(`INFO ${section}`).value);
      return new Map(text.split('\r\n').map((line) => line.split(/:(.*)/) as [string, string]));
    };

    it('tells what clients look for', () => {
      const info = fields('');
      expect(info.get('redis_version')).toBe('8.0.2');
      expect(info.get('redis_mode')).toBe('standalone');
      expect(info.get('role')).toBe('master');
      expect(info.get('loading')).toBe('0');
      for (const name of ['used_memory', 'total_memory', 'total_system_memory', 'connected_clients', 'tcp_port']) {
        expect(info.get(name), name).toMatch(/^\d+$/);
      }
    });

    it('counts calls, failures and refusals of each command', () => {
      server().ask('CONFIG RESETSTAT');
      server().ask('SET k v');
      server().ask('SET k v');
      server().ask('INCR k');
      server().ask('INCR');
      const info = fields('commandstats');
      expect(info.get('cmdstat_set')).toMatch(
        /^calls=2,usec=\d+,usec_per_call=\d+\.\d\d,rejected_calls=0,failed_calls=0$/,
      );
      expect(info.get('cmdstat_incr')).toMatch(/^calls=1,.*rejected_calls=1,failed_calls=1$/);
      expect(fields('latencystats').get('latency_percentiles_usec_set')).toMatch(
        /^p50=\d+\.\d{3},p99=\d+\.\d{3},p99\.9=\d+\.\d{3}$/,
      );
    });

    it('is a text with a format in RESP3', () => {
      server().client.resp = 3;
      expect(server().send('INFO cluster')).toMatchObject({ type: 'verbatim', format: 'txt' });
    });
  },
);
