/** Which keys go when memory is short, and how many went. */
import { Type } from 'typebox';
import { policyNames } from '../../config/policy-names.ts';
import { policy as adaptive } from '../../eviction/policies/allkeys-adaptive.ts';
import { policy as tinylfu } from '../../eviction/policies/allkeys-tinylfu.ts';
import { G_EVICTION_RULE } from '../../memory/layout.ts';
import type { Readings } from '../../metrics/readings.ts';
import type { Routes } from '../api-app.ts';

const Eviction = Type.Object({
  policy: Type.String(),
  rule: Type.String({
    description: 'what the policy does now: another one only under allkeys-adaptive and allkeys-tinylfu',
  }),
  policies: Type.Array(Type.String()),
  maxmemory: Type.Number(),
  used: Type.Number(),
  samples: Type.Number(),
  evicted: Type.Object({ total: Type.Number(), byWorker: Type.Number(), inline: Type.Number() }),
  expired: Type.Object({ total: Type.Number(), byWorker: Type.Number(), lazy: Type.Number() }),
  hitRatioTotal: Type.Union([Type.Number(), Type.Null()]),
});

export const evictionRoutes: Routes = (app, context) => {
  app.get(
    '/api/v1/eviction',
    { schema: { summary: 'The policy in force and what it did.', response: { 200: Eviction } } },
    async () => {
      const now = context.readings();
      const evicted = { byWorker: now.byBackground('evictedKeys'), inline: now.byCommands('evictedKeys') };
      const expired = { byWorker: now.byBackground('expiredKeys'), lazy: now.byCommands('expiredKeys') };
      const hits = now.sum('keyspaceHits');
      const lookups = hits + now.sum('keyspaceMisses');
      return {
        policy: now.settings.maxmemoryPolicy,
        rule: ruleInForce(now),
        policies: [...policyNames],
        maxmemory: now.settings.maxmemory,
        used: now.usedBytes,
        samples: now.settings.maxmemorySamples,
        evicted: { total: evicted.byWorker + evicted.inline, ...evicted },
        expired: { total: expired.byWorker + expired.lazy, ...expired },
        hitRatioTotal: lookups === 0 ? null : hits / lookups,
      };
    },
  );
};

function ruleInForce({ settings, sources }: Readings): string {
  const chooser = [adaptive, tinylfu].find(({ name }) => name === settings.maxmemoryPolicy);
  return chooser?.rules?.[sources.store.control[G_EVICTION_RULE]!]?.name ?? settings.maxmemoryPolicy;
}
