/** The ring of samples: ten minutes and no more, and who listens hears each once. */
import { expect, it } from 'vitest';
import type { FigureSource } from '../../src/admin/live-figures.ts';
import { SampleHistory } from '../../src/admin/sample-history.ts';
import { COMMAND_METRICS_BYTES } from '../../src/dispatch/command-metrics.ts';
import { CommandReport } from '../../src/metrics/command-report.ts';
import type { Readings } from '../../src/metrics/readings.ts';

/** A server on which nothing happens but time. */
function source(): FigureSource {
  let nowMs = 0;
  const zero = (): number => 0;
  const readings = (): Readings => {
    nowMs += 1000;
    const figures = { sum: zero, max: zero, gauge: zero, ofThread: zero, byBackground: zero, byCommands: zero };
    const settings = { maxclients: 1, maxmemory: 0, maxmemoryPolicy: 'noeviction' };
    const shares = () => ({ keyBytes: 0, indexBytes: 0 });
    return { ...figures, settings, shares, nowMs, sources: { ioThreads: 1 } } as unknown as Readings;
  };
  const commands = new CommandReport(new SharedArrayBuffer(COMMAND_METRICS_BYTES), []);
  return { readings, commands, ioThreads: 1 };
}

function timesOf(history: SampleHistory): number[] {
  return history.texts().map((text) => (JSON.parse(text) as { timeMs: number }).timeMs / 1000);
}

it('keeps the samples of ten minutes', () => {
  const history = new SampleHistory(source());
  expect(history.texts()).toEqual([]);
  for (let i = 0; i < 100; i++) history.take();
  expect([timesOf(history).length, timesOf(history).at(-1)]).toEqual([100, 101]);
  for (let i = 0; i < 1900; i++) history.take();
  const times = timesOf(history);
  expect([times.length, times[0], times.at(-1)]).toEqual([600, 1402, 2001]);
  expect(times).toEqual(Array.from({ length: 600 }, (_, i) => 1402 + i));
});

it('tells the latest at once, each new one, and no more to who has gone', () => {
  const history = new SampleHistory(source());
  history.take();
  const heard: number[] = [];
  const listen = () =>
    history.listen((text) => heard.push(text === undefined ? 0 : (JSON.parse(text) as { timeMs: number }).timeMs));
  const leave = listen();
  history.take();
  leave();
  history.take();
  expect(heard).toEqual([2000, 3000]);
  listen();
  history.end();
  history.take();
  expect(heard).toEqual([2000, 3000, 4000, 0]);
});
