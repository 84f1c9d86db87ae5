import { expect, it } from 'vitest';
import { memoryAdvice } from '../../../src/commands/server/memory-advice.ts';
import memoryDoctor from '../../../src/commands/server/memory-doctor.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(memoryDoctor, {}, (server) => {
  it('has nothing to say about an empty server', () => {
    expect(String(server().send('MEMORY DOCTOR').value)).toContain('nothing to say');
  });

  it('warns of a limit that is nearly reached', () => {
    const report = { used: 99, peak: 99, startup: 0, resident: 99, committed: 99, clients: 0, keys: 1 };
    const scaled = Object.fromEntries(Object.entries(report).map(([name, n]) => [name, n * 2 ** 20])) as never;
    expect(memoryAdvice(scaled, 100 * 2 ** 20)).toContain('maxmemory (100.0 MiB) is nearly reached');
    expect(memoryAdvice(scaled, 0)).toBe('Memory is used well.\n');
  });
});
