/** What the server under test can do: scenarios that need more are skipped, by name and aloud. */
import type { RawClient } from '../helpers/raw-client.ts';
import type { Feature } from './scenario.ts';

/** One command that stands for each feature. */
const MARKERS: Readonly<Record<Feature, string>> = {
  hash: 'HSET',
  list: 'LPUSH',
  set: 'SADD',
  zset: 'ZADD',
  stream: 'XADD',
  bitmap: 'SETBIT',
  hyperloglog: 'PFADD',
  geo: 'GEOADD',
  multi: 'MULTI',
  pubsub: 'SUBSCRIBE',
  tracking: 'CLIENT|TRACKING',
  script: 'EVAL',
  sort: 'SORT',
  dump: 'DUMP',
  acl: 'ACL',
};

/** What this version is known to lack. A feature that is missing and not listed here is a failure, not a skip. */
export const NOT_YET: readonly Feature[] = [];

/** The features whose command the server knows. */
export async function readFeatures(client: RawClient): Promise<Set<Feature>> {
  const known = new Set<Feature>();
  for (const [feature, command] of Object.entries(MARKERS) as [Feature, string][]) {
    const { reply } = await client.command('COMMAND', 'INFO', command);
    if (reply.type === 'array' && reply.value[0]?.type === 'array') known.add(feature);
  }
  // CLIENT TRACKING is there before it works: OFF is the honest half of it.
  if (!(await client.text('CLIENT', 'TRACKING', 'ON', 'BCAST')).includes('+OK')) known.delete('tracking');
  await client.command('CLIENT', 'TRACKING', 'OFF');
  return known;
}
