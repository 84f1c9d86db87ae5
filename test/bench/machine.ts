/** Where and with what a figure was measured. */
import { execFileSync } from 'node:child_process';
import { arch, cpus, release, totalmem } from 'node:os';

/** Such as `2 × AMD EPYC, 24 GiB, Linux 6.1 x64`. */
export function describeMachine(): string {
  const processors = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  const kernel = release().split('.').slice(0, 2).join('.');
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${gibibytes} GiB, Linux ${kernel} ${arch()}`;
}

/** Short commit of the working tree, `+` behind it when files under source folders differ from it; `unknown` outside git. */
export function describeCommit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', import.meta.dirname, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    const changed = git('status', '--porcelain', '--', ':/src', ':/protocol');
    return git('rev-parse', '--short', 'HEAD') + (changed === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}
