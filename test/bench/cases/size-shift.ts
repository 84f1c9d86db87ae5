/** A full cache whose values change size: does memory cut for the old sizes serve the new ones? */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCase } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import type { UnitSpec } from '../load/template.ts';
import { fillJob } from '../server-load.ts';
import { watch } from '../settle.ts';

export const rank = 8;

const maxmemoryMb = 256;
const maxmemoryBytes = maxmemoryMb * 1_048_576;
const spread = [0.8, 0.93, 1.07, 1.2];

/** Four new keys of about `bytes` bytes each. */
function unitOf(bytes: number): UnitSpec {
  return spread.map((factor, i) => ['SET', `k${i}:{seq:13}`, `{fill:${Math.round(bytes * factor)}}`]);
}

const bench: BenchCase = {
  id: 'size-shift',
  title: `Value sizes shift from 100 B to 1.1 KiB at full memory (maxmemory ${maxmemoryMb} MiB, allkeys-lru)`,
  about:
    'Fills memory with 100-byte values until it evicts, then writes values that grow by steps of 100 bytes to 1.1 KiB, then stays there; the highest RSS on the way counts.',
  costSeconds: 40,
  rounds: () => 1,
  measures: [
    {
      key: 'excess',
      label: '(highest RSS − idle RSS) / maxmemory',
      unit: '×',
      better: 'lower',
      bar: { kind: 'value', limit: 1.25 },
    },
    { key: 'rss', label: 'highest RSS', unit: 'MiB', better: 'lower' },
    { key: 'last', label: 'RSS at the end', unit: 'MiB', better: 'lower' },
  ],
  subjects: (lineup) =>
    oursAndPeers(lineup, { both: ['--maxmemory', `${maxmemoryMb}mb`, '--maxmemory-policy', 'allkeys-lru'] }),
  async measure(server, context) {
    await sleep(500);
    const idle = server.rssBytes();
    let highest = idle;
    const stopWatching = watch(20, () => {
      highest = Math.max(highest, server.rssBytes());
    });
    let nextSeq = 0;
    const write = async (bytes: number, totalBytes: number): Promise<void> => {
      const units = Math.ceil(totalBytes / (spread.length * bytes));
      await context.load.run(fillJob(server, unitOf(bytes), units, { firstSeq: nextSeq, batch: 64 }));
      nextSeq += units;
    };
    await write(100, maxmemoryBytes);
    for (let bytes = 200; bytes <= 1100; bytes += 100) await write(bytes, maxmemoryBytes / context.scale(8, 16));
    await write(1126, maxmemoryBytes);
    await stopWatching();
    const evicted = await server.infoNumber('evicted_keys', 'stats');
    if (!(evicted > 0)) throw new Error('nothing was evicted: memory was never full');
    return {
      excess: (highest - idle) / maxmemoryBytes,
      rss: highest / 1_048_576,
      last: server.rssBytes() / 1_048_576,
    };
  },
};

export default [bench];
