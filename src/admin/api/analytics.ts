/** What is known of the workload: hit ratio by size of memory, by rule of eviction, by prefix, and the working set. */
import { Type } from 'typebox';
import type { AnalyticsReport } from '../../analytics/report.ts';
import type { AdminContext } from '../admin-context.ts';
import type { Routes } from '../api-app.ts';
import { ApiError } from '../api-error.ts';

const Share = Type.Number({ description: '0 to 1' });
const point = {
  bytes: Type.Number(),
  hitRatio: Share,
  error: Type.Number({ description: 'how far the hit ratio may be off, in 95 of 100 cases' }),
};
const Classes = Type.Array(Type.Tuple([Type.Number({ description: 'upper bound' }), Share]));
const OrNull = Type.Union([Type.Number(), Type.Null()]);

const Curve = Type.Object({
  atMs: Type.Number(),
  sampling: Type.Object({
    rate: Type.Number({ description: 'share of the keys' }),
    samples: Type.Number(),
    dropped: Type.Number(),
    keys: Type.Number(),
    memoryBytes: Type.Number(),
    cpuShare: Type.Number({ description: 'of one core' }),
  }),
  nowBytes: Type.Number({ description: 'memory for data now' }),
  reads: Type.Number(),
  multiples: Type.Array(Type.Object({ factor: Type.Number(), ...point })),
  curve: Type.Array(Type.Object(point)),
});
const Policies = Type.Object({
  policies: Type.Array(Type.Object({ name: Type.String(), hitRatio: Share, inForce: Type.Boolean() })),
  policyChanges: Type.Number(),
});
const Prefixes = Type.Object({
  prefixes: Type.Array(
    Type.Object({
      prefix: Type.String(),
      hits: Type.Number(),
      misses: Type.Number(),
      writes: Type.Number(),
      keys: Type.Number(),
      bytes: Type.Number(),
      evictions: Type.Number(),
      evictionAgeSeconds: OrNull,
      missCostMs: OrNull,
      costSamples: Type.Number(),
      savedSeconds: Type.Number(),
      savedMoney: Type.Number(),
    }),
  ),
  savedSeconds: Type.Number(),
  savedMoney: Type.Number(),
});
const WorkingSet = Type.Object({
  workingSet: Type.Array(Type.Object({ minutes: Type.Number(), bytes: Type.Number(), keys: Type.Number() })),
  uniqueKeysPerMinute: Type.Number(),
  oneHitWonderShare: Share,
  reuseIntervalsMs: Classes,
  sizesBytes: Classes,
});

function latest(context: AdminContext): AnalyticsReport {
  const report = context.readings().analytics;
  if (report !== undefined) return report;
  const isOn = context.settings.current.analytics;
  throw new ApiError(503, isOn ? 'nothing is known yet: ask again in a second' : 'analytics are off');
}

export const analyticsRoutes: Routes = (app, context) => {
  app.get(
    '/api/v1/analytics/mrc',
    { schema: { summary: 'Hit ratio by size of memory.', response: { 200: Curve } } },
    async () => {
      const { atMs, sampling, mrc } = latest(context);
      return structuredClone({ atMs, sampling, ...mrc }) as never;
    },
  );
  app.get(
    '/api/v1/analytics/policies',
    {
      schema: {
        summary: 'What each policy, and each rule of one that chooses, would have hit of late.',
        response: { 200: Policies },
      },
    },
    async () => {
      const { policies, policyChanges } = latest(context);
      return { policies: [...policies], policyChanges };
    },
  );
  app.get(
    '/api/v1/analytics/prefixes',
    { schema: { summary: 'Use, memory and savings by prefix of the key.', response: { 200: Prefixes } } },
    async () => {
      const { prefixes, savedSeconds, savedMoney } = latest(context);
      return { prefixes: [...prefixes], savedSeconds, savedMoney };
    },
  );
  app.get(
    '/api/v1/analytics/workingset',
    { schema: { summary: 'Keys in use, and how they are used.', response: { 200: WorkingSet } } },
    async () => {
      const { workingSet, uniqueKeysPerMinute, oneHitWonderShare, reuseIntervalsMs, sizesBytes } = latest(context);
      return structuredClone({
        workingSet,
        uniqueKeysPerMinute,
        oneHitWonderShare,
        reuseIntervalsMs,
        sizesBytes,
      }) as never;
    },
  );
};
