/** Where the public cache traces lie: the folder in LARDER_TRACES, or `shared/traces` beside the checkout. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @returns undefined when they are not there: what needs them is then skipped by name, except where CI forbids it. */
export function traceFolder(): string | undefined {
  const named = process.env['LARDER_TRACES'];
  if (named !== undefined) return named;
  const beside = join(import.meta.dirname, '../../../shared/traces');
  return existsSync(join(beside, 'OLTP.lis.gz')) ? beside : undefined;
}
