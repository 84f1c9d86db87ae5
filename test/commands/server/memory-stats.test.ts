import { expect, it } from 'vitest';
import { toPlain } from '../../../protocol/resp/reply-parser.ts';
import memoryStats from '../../../src/commands/server/memory-stats.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(memoryStats, {}, (server) => {
  it('tells of each database that has keys', () => {
    server().ask('MSET a 1 b 2');
    server().client.resp = 3;
    const stats = toPlain(server().send('MEMORY STATS')) as Record<string, unknown>;
    expect(stats['keys.count']).toBe(2);
    expect(stats['db.0']).toEqual({ 'overhead.hashtable.main': 16, 'overhead.hashtable.expires': 0 });
    expect(stats['total.allocated']).toBeGreaterThan(0);
    expect(Object.keys(stats)).toHaveLength(34);
  });
});
