/** Does FLUSHALL give memory back to the machine? */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCase } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import { fillJob } from '../server-load.ts';

export const rank = 9;

const mebibyte = 1_048_576;
const waitMs = 10_000;

const bench: BenchCase = {
  id: 'flush',
  title: 'Fill 4 GiB, then FLUSHALL',
  about:
    'Three quarters in 1 KiB values, one quarter in 1 MiB values; RSS is read for 10 s after FLUSHALL has answered, and compared with what it was before the first key.',
  costSeconds: 60,
  rounds: () => 1,
  measures: [
    {
      key: 'left',
      label: 'RSS 10 s after FLUSHALL to idle RSS',
      unit: '×',
      better: 'lower',
      bar: { kind: 'value', limit: 1.2 },
    },
    { key: 'idle', label: 'idle RSS', unit: 'MiB', better: 'lower' },
    { key: 'full', label: 'RSS when full', unit: 'MiB', better: 'lower' },
    { key: 'after', label: 'RSS 10 s after', unit: 'MiB', better: 'lower' },
    { key: 'reply', label: 'FLUSHALL answers after', unit: 'ms', better: 'lower' },
    { key: 'reached', label: 'RSS ≤ 1.2 × idle after', unit: 's', better: 'lower' },
  ],
  subjects: (lineup) => oursAndPeers(lineup),
  async measure(server, context) {
    await sleep(1000);
    const idle = server.rssBytes();
    const thousands = context.scale(3 * 1024 * 1024, 300 * 1024);
    const large = context.scale(1024, 100);
    await context.load.run(fillJob(server, [['SET', 'key:{seq:12}', '{fill:1024}']], thousands, { batch: 64 }));
    await context.load.run(fillJob(server, [['SET', 'big:{seq:12}', `{fill:${mebibyte}}`]], large, { batch: 1 }));
    const full = server.rssBytes();
    const flushedAt = performance.now();
    await server.ask('FLUSHALL');
    const reply = performance.now() - flushedAt;
    let reached = Number.NaN;
    while (performance.now() - flushedAt < waitMs) {
      if (Number.isNaN(reached) && server.rssBytes() <= 1.2 * idle) reached = (performance.now() - flushedAt) / 1000;
      await sleep(50);
    }
    const after = server.rssBytes();
    return {
      left: after / idle,
      idle: idle / mebibyte,
      full: full / mebibyte,
      after: after / mebibyte,
      reply,
      reached,
    };
  },
};

export default [bench];
