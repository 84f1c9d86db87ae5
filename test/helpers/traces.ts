/** Where the public cache traces lie: the folder in LARDER_TRACES, or `shared/traces` beside the checkout. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @returns undefined when they are not there: what needs them is then skipped by name
 * @throws in CI, which must not skip it
 */
export function traceFolder(): string | undefined {
  const named = process.env['LARDER_TRACES'];
  if (named !== undefined) return named;
  const beside = join(import.meta.dirname, '../../../shared/traces');
  if (existsSync(join(beside, 'OLTP.lis.gz'))) return beside;
  if (process.env['CI'] === 'true') throw new Error(`no traces in ${beside}: set LARDER_TRACES`);
  return undefined;
}
