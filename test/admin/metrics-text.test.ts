/** The text of the metrics is read beside the store: no lock of a shard is waited for. */
import { expect, it } from 'vitest';
import type { AdminContext } from '../../src/admin/admin-context.ts';
import { MetricsText } from '../../src/admin/metrics-text.ts';
import { createSharedSettings, SettingsView } from '../../src/config/shared-settings.ts';
import { COMMAND_METRICS_BYTES } from '../../src/dispatch/command-metrics.ts';
import { GLOBAL_WORDS, S_LOCK, SHARDS, shardWords } from '../../src/memory/layout.ts';
import { LOCK_HELD } from '../../src/memory/lock.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { STATS_BYTES } from '../../src/memory/thread-stats.ts';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { CommandReport } from '../../src/metrics/command-report.ts';
import { ErrorCounts } from '../../src/metrics/error-counts.ts';
import { LatencyEvents } from '../../src/metrics/logs/latency-events.ts';
import { SlowLog } from '../../src/metrics/logs/slow-log.ts';
import { EXPORTER_FAMILIES } from '../../src/metrics/prometheus/exporter-families.ts';
import { larderFamilies } from '../../src/metrics/prometheus/larder-families.ts';
import { logFamilies } from '../../src/metrics/prometheus/log-families.ts';
import { Readings } from '../../src/metrics/readings.ts';
import { createServerMemory } from '../../src/metrics/server-memory.ts';
import { StoreFigures } from '../../src/metrics/store-figures.ts';
import { loaded } from '../config/helpers.ts';

const DATABASES = 16;

it('is told while every shard is locked, and made once for those who ask together or all the time', async () => {
  const memory = createSharedMemory(DATABASES);
  const words = new Int32Array(memory.control);
  const locks = Array.from({ length: SHARDS }, (_, shard) => GLOBAL_WORDS + shard * shardWords(DATABASES) + S_LOCK);
  for (const at of locks) words[at] = LOCK_HELD;
  const server = createServerMemory(DATABASES);
  const stats = new SharedArrayBuffer(STATS_BYTES);
  const store = new StoreFigures(memory.control, DATABASES);
  const settings = new SettingsView(createSharedSettings(loaded({}).state));
  const [slowLog, latency] = [new SlowLog(server.slowLog), new LatencyEvents(server.latency)];
  const commandMetrics = new SharedArrayBuffer(COMMAND_METRICS_BYTES);
  const own = { settings, store, limit: store, stats, commandMetrics, server, errors: new ErrorCounts(server.errors) };
  const rest = { ioThreads: 1, startedMs: 0, runId: 'x', configFile: '', clients: createClientMemory(1) };
  const context = {
    commands: new CommandReport(commandMetrics, [{ id: 0, name: 'get' }]),
    families: [...EXPORTER_FAMILIES, ...logFamilies(slowLog, latency), ...larderFamilies()],
    readings: () => new Readings({ ...own, ...rest }, new Float64Array(server.gauges), 1_000),
  };
  let made = 0;
  const readings = () => {
    made++;
    return context.readings();
  };
  let nowMs = 0;
  const metrics = new MetricsText({ ...context, readings } as unknown as AdminContext, () => nowMs);
  const [text] = await Promise.all([metrics.text(), metrics.text()]);
  expect(made).toBe(1);
  await metrics.text();
  expect(made).toBe(2);
  // Who asks all the time is told something that is 250 ms old, at most.
  for (let i = 0; i < 100; i++) await metrics.text();
  expect(made).toBe(8);
  for (; nowMs < 10_000; nowMs += 50) await metrics.text();
  expect(made).toBe(8 + 39);
  nowMs += 1_000;
  for (let i = 0; i < 100; i++) await metrics.text();
  expect(made).toBe(8 + 39 + 5);
  expect(text).toContain('redis_up 1');
  expect(text).toContain('larder_keys 0');
  // Nobody waits: a lock that is waited for is marked.
  expect(locks.map((at) => words[at])).toEqual(locks.map(() => LOCK_HELD));
});
