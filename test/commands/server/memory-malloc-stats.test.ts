import { expect, it } from 'vitest';
import memoryMallocStats from '../../../src/commands/server/memory-malloc-stats.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(memoryMallocStats, {}, (server) => {
  it('tells what is allocated', () => {
    expect(String(server().send('MEMORY MALLOC-STATS').value)).toMatch(/^Allocated: \d+$/m);
  });
});
