/** Where the memory is. */
import { Type } from 'typebox';
import { MEMORY_CLASSES, memoryClasses } from '../../metrics/gauges/memory-classes.ts';
import type { Routes } from '../api-app.ts';
import { textOf } from '../command-channel.ts';

const Memory = Type.Object({
  classes: Type.Object(Object.fromEntries(MEMORY_CLASSES.map((name) => [name, Type.Number()]))),
  fragmentationRatio: Type.Number(),
  policy: Type.String(),
  advice: Type.String(),
  stats: Type.Record(Type.String(), Type.Number()),
});

export const memoryRoutes: Routes = (app, context) => {
  const { channel } = context;
  app.get(
    '/api/v1/memory',
    { schema: { summary: 'Memory by what it is for, and what to do about it.', response: { 200: Memory } } },
    async () => {
      const now = context.readings();
      const stats: Record<string, number> = {};
      const items = await channel.array(0, 'MEMORY', 'STATS');
      for (let i = 0; i + 1 < items.length; i += 2) {
        const value = Number(textOf(items[i + 1]));
        if (items[i + 1]!.type !== 'array' && Number.isFinite(value)) stats[textOf(items[i])] = value;
      }
      return {
        classes: memoryClasses(now),
        fragmentationRatio: now.committedBytes === 0 ? 1 : now.rssBytes / Math.max(1, now.usedBytes),
        policy: now.settings.maxmemoryPolicy,
        advice: (await channel.text(0, 'MEMORY', 'DOCTOR')).trim(),
        stats,
      };
    },
  );
  app.post(
    '/api/v1/memory/purge',
    { schema: { summary: 'Gives memory back to the system, where it can.', response: { 204: Type.Null() } } },
    async (_request, reply) => {
      await channel.run(0, 'MEMORY', 'PURGE');
      return reply.code(204).send(null);
    },
  );
};
