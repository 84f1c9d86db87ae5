import { describe, expect, it } from 'vitest';
import objectFreq from '../../../src/commands/generic/object-freq.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import { startInProcess } from '../../helpers/in-process.ts';

testCommand(objectFreq, {
  'refuses another number of arguments': [
    ['OBJECT FREQ', "(error) ERR wrong number of arguments for 'object|freq' command"],
    ['OBJECT FREQ a b', "(error) ERR wrong number of arguments for 'object|freq' command"],
  ],
});

describe('OBJECT FREQ under an LFU policy', () => {
  it('counts uses, and OBJECT IDLETIME is refused', async () => {
    const server = await startInProcess({ settings: ['--maxmemory-policy', 'allkeys-lfu'] });
    server.ask('SET k v');
    expect(server.ask('OBJECT FREQ k')).toBe('(integer) 5');
    for (let i = 0; i < 2000; i++) server.send('GET k');
    const counter = Number(server.send('OBJECT FREQ k').value);
    expect(counter).toBeGreaterThan(7);
    expect(counter).toBeLessThan(60);
    for (let i = 0; i < 100; i++) server.send('OBJECT FREQ k');
    expect(server.send('OBJECT FREQ k').value).toBe(counter);
    expect(server.ask('OBJECT IDLETIME k')).toMatch(/^\(error\) ERR An LFU maxmemory policy is selected/);
    expect(server.ask('OBJECT IDLETIME missing')).toBe('(nil)');
  });
});

describe('OBJECT FREQ under a policy that counts no uses', () => {
  it('is refused, if there is a key', async () => {
    const server = await startInProcess({ settings: ['--maxmemory-policy', 'allkeys-lru'] });
    expect(server.ask('OBJECT FREQ k')).toBe('(nil)');
    server.ask('SET k v');
    expect(server.ask('OBJECT FREQ k')).toBe(
      '(error) ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
    );
  });
});

describe('OBJECT FREQ under allkeys-adaptive', () => {
  it('counts uses, and OBJECT IDLETIME answers too', async () => {
    const server = await startInProcess({ settings: ['--maxmemory-policy', 'allkeys-adaptive'] });
    server.ask('SET k v');
    const before = Number(server.send('OBJECT FREQ k').value);
    for (let i = 0; i < 5; i++) server.send('GET k');
    expect(server.send('OBJECT FREQ k').value).toBe(before + 5);
    expect(server.ask('OBJECT IDLETIME k')).toBe('(integer) 0');
    expect(server.ask('OBJECT FREQ missing')).toBe('(nil)');
  });
});
