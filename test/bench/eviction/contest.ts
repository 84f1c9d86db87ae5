/** Plays one trace to one server whose memory is bounded, and to the simulated policies of a peer. */
import { policy as lfu } from '../../../src/eviction/policies/allkeys-lfu.ts';
import { policy as lru } from '../../../src/eviction/policies/allkeys-lru.ts';
import { Optimal } from '../../../src/simulator/exact/optimal.ts';
import { replay } from '../../../src/simulator/replay.ts';
import { StoreCache } from '../../../src/simulator/store-cache.ts';
import type { Trace } from '../../../src/simulator/trace.ts';
import type { Subject } from '../bench-case.ts';
import { startSubject } from '../lineup.ts';
import { SocketReplay } from './replay-over-socket.ts';

export interface Figure {
  /** 'larder', or a peer with its policy; 'simulated' figures stand for a peer whose clock a fast replay would abuse. */
  readonly label: string;
  readonly hitPercent: number;
  readonly byteHitPercent: number;
  /** Keys held at the end, and bytes of their values. */
  readonly keys: number;
  readonly valueBytes: number;
  readonly rssMb: number;
  readonly refused: number;
}

const SUM_OF_VALUES =
  "local sum = 0 for _, key in ipairs(redis.call('KEYS', '*')) do sum = sum + redis.call('STRLEN', key) end return sum";

/** @param room bytes beyond what the server uses when empty */
export async function playLive(subject: Subject, trace: Trace, room: number): Promise<Figure> {
  const server = await startSubject(subject);
  const client = new SocketReplay(trace);
  try {
    await client.open(server.port);
    const empty = await server.infoNumber('used_memory', 'memory');
    await server.ask('CONFIG', 'SET', 'maxmemory', String(empty + room));
    const { requests, hits, bytes, hitBytes, refused } = await client.run();
    const rssMb = server.rssBytes() / 1e6;
    const keys = Number.parseInt((await server.ask('DBSIZE')).replace(/\D/g, ''), 10);
    // Scripts need memory of their own: some keys would go for it.
    await server.ask('CONFIG', 'SET', 'maxmemory', '0');
    const values = await server.ask('EVAL', SUM_OF_VALUES, '0');
    return {
      label: subject.label,
      hitPercent: (hits / requests) * 100,
      byteHitPercent: (hitBytes / bytes) * 100,
      keys,
      valueBytes: Number.parseInt(values.replace(/\D/g, ''), 10),
      rssMb,
      refused,
    };
  } finally {
    client.close();
    await server.stop();
  }
}

/**
 * What a peer's policies would have hit with a clock that ticks at every request: the better of sampled LRU and LFU over
 * as many keys as the peers held at most (or, with sizes, as many bytes of values).
 */
export function playSimulated(held: readonly Figure[], trace: Trace): Figure {
  const isSized = trace.sizes !== undefined;
  const keys = Math.max(...held.map((figure) => figure.keys));
  const capacity = isSized ? Math.max(...held.map((figure) => figure.valueBytes)) : keys;
  const figures = [lru, lfu].map((policy): Figure => {
    const cache = new StoreCache(policy, capacity, isSized, { objects: keys, lfuDecayMinutes: 0 });
    const { requests, hits, bytes, hitBytes } = replay(trace, cache, isSized);
    return {
      label: `simulated ${policy.name}`,
      hitPercent: (hits / requests) * 100,
      byteHitPercent: ((isSized ? hitBytes : hits) / (isSized ? bytes : requests)) * 100,
      keys,
      valueBytes: capacity,
      rssMb: 0,
      refused: 0,
    };
  });
  return figures.reduce((a, b) => (a.hitPercent > b.hitPercent ? a : b));
}

/** What nobody can beat with so many keys of equal size; undefined for a trace with sizes. */
export function optimumPercent(trace: Trace, keys: number): number | undefined {
  if (trace.sizes !== undefined) return undefined;
  const { hits, requests } = replay(trace, new Optimal(keys, trace.keys, trace.unique), false);
  return (hits / requests) * 100;
}
