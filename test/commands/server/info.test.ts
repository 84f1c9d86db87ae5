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
      ['PERSIST a', '(integer) 1'],
      ['INFO keyspace', '"# Keyspace\\r\\ndb0:keys=2,expires=0,avg_ttl=0,subexpiry=0\\r\\n"'],
    ],
    'counts the keys of each size': [
      ['INFO keysizes', '"# Keysizes\\r\\n"'],
      ['MSET empty "" one 1 two xy three xyz number 12345', 'OK'],
      [['SET', 'large', 'x'.repeat(70_000)], 'OK'],
      ['RPUSH list 1 2 3 4 5', '(integer) 5'],
      ['SADD set 1', '(integer) 1'],
      ['ZADD sorted 1 a 2 b', '(integer) 2'],
      ['XADD stream 1-1 f v', '"1-1"'],
      ['SELECT 3', 'OK'],
      [['HSET', 'hash', ...Array.from({ length: 2_048 }, (_, i) => `f${i}`)], '(integer) 1024'],
      ['SELECT 0', 'OK'],
      [
        'INFO keysizes',
        '"# Keysizes\\r\\ndb0_distrib_strings_sizes:0=1,1=1,2=2,4=1,64K=1\\r\\ndb0_distrib_lists_items:4=1\\r\\n' +
          'db0_distrib_sets_items:1=1\\r\\ndb0_distrib_zsets_items:2=1\\r\\ndb3_distrib_hashes_items:1K=1\\r\\n"',
      ],
      ['DEL empty one two three number large list set', '(integer) 8'],
      ['INFO KEYSIZES', '"# Keysizes\\r\\ndb0_distrib_zsets_items:2=1\\r\\ndb3_distrib_hashes_items:1K=1\\r\\n"'],
    ],
    'counts them in a transaction and in a script as well': [
      ['SET k v', 'OK'],
      ['MULTI', 'OK'],
      ['SET l 12', 'QUEUED'],
      ['INFO keysizes', 'QUEUED'],
      ['EXEC', ['1) OK', '2) "# Keysizes\\r\\ndb0_distrib_strings_sizes:1=1,2=1\\r\\n"']],
      [
        ['EVAL', "return redis.call('INFO', 'keysizes')", 0],
        '"# Keysizes\\r\\ndb0_distrib_strings_sizes:1=1,2=1\\r\\n"',
      ],
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

    it('tells how long keys have to live in the mean', () => {
      server().ask('SET a 1 PX 100000');
      server().ask('SET b 2 PX 300000');
      server().ask('SET c 3');
      const { avg, expires } = /expires=(?<expires>\d+),avg_ttl=(?<avg>\d+)/.exec(fields('keyspace').get('db0')!)!
        .groups!;
      expect(expires).toBe('2');
      expect(Number(avg)).toBeGreaterThan(150_000);
      expect(Number(avg)).toBeLessThanOrEqual(200_000);
    });

    it('counts many keys only for who asks for just that', () => {
      for (let i = 0; i < 1_001; i++) server().ask(`SET key:${i} v`);
      expect(fields('keysizes').get('db0_distrib_strings_sizes')).toBe('1=1001');
      expect(fields('all').has('db0_distrib_strings_sizes')).toBe(false);
      server().ask('DEL key:0');
      expect(fields('all').get('db0_distrib_strings_sizes')).toBe('1=1000');
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
