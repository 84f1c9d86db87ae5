import { describe, expect, it } from 'vitest';
import { cgroupLimitBytes, resolveMaxmemory, usableMemoryBytes } from '../../src/config/memory-limit.ts';

const mib = 1024 ** 2;
const gib = 1024 ** 3;

function files(contents: Readonly<Record<string, string>>) {
  return (path: string) => contents[path] ?? null;
}

describe('usableMemoryBytes', () => {
  it('is the machine without cgroups', () => {
    expect(usableMemoryBytes(files({}), 4 * gib)).toBe(4 * gib);
  });

  it('is the least limit from the own group to the root, version 2', () => {
    const read = files({
      '/proc/self/cgroup': '0::/system.slice/larder.service\n',
      '/sys/fs/cgroup/system.slice/larder.service/memory.max': 'max\n',
      '/sys/fs/cgroup/system.slice/memory.max': `${2 * gib}\n`,
    });
    expect(usableMemoryBytes(read, 4 * gib)).toBe(2 * gib);
  });

  it('sees the limit of a container that is its own root', () => {
    const read = files({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/memory.max': `${512 * mib}\n` });
    expect(usableMemoryBytes(read, 4 * gib)).toBe(512 * mib);
  });

  it('is the limit of version 1, also when the path is the host and only the root is visible', () => {
    const read = files({
      '/proc/self/cgroup': '5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n0::/\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${256 * mib}\n`,
    });
    expect(cgroupLimitBytes(read)).toBe(256 * mib);
  });

  it('does not take the huge number of version 1 for a limit', () => {
    const read = files({
      '/proc/self/cgroup': '4:memory:/\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    });
    expect(usableMemoryBytes(read, 4 * gib)).toBe(4 * gib);
  });

  it('reads this machine', () => {
    expect(usableMemoryBytes()).toBeGreaterThan(16 * mib);
  });
});

describe('resolveMaxmemory', () => {
  it('takes half, or what runtime and headroom leave', () => {
    expect(resolveMaxmemory('auto', { limitBytes: 8 * gib, idleRssBytes: 100 * mib })).toBe(4 * gib);
    expect(resolveMaxmemory('auto', { limitBytes: 256 * mib, idleRssBytes: 100 * mib })).toBe(92 * mib);
    expect(resolveMaxmemory('auto', { limitBytes: 128 * mib, idleRssBytes: 100 * mib })).toBe(16 * mib);
  });

  it('takes percentages and numbers', () => {
    expect(resolveMaxmemory('25%', { limitBytes: 8 * gib, idleRssBytes: 0 })).toBe(2 * gib);
    expect(resolveMaxmemory('12.5%', { limitBytes: 8 * gib, idleRssBytes: 0 })).toBe(gib);
    expect(resolveMaxmemory('0', { limitBytes: gib, idleRssBytes: 0 })).toBe(0);
    expect(resolveMaxmemory('1000', { limitBytes: gib, idleRssBytes: 0 })).toBe(1000);
  });
});
