import { describe, expect, it, vi } from 'vitest';
import { RESIDENT } from '../../src/analytics/sampled-keys.ts';
import { emptyDatabase } from '../../src/store/flush.ts';
import {
  E_TIME,
  entryAt,
  RING_ENTRIES,
  ringBase,
  SAMPLE_EVICTED,
  SAMPLE_FLUSHED,
  SAMPLE_GONE,
  SAMPLE_HIT,
  SAMPLE_MISS,
  SAMPLE_WRITE,
} from '../../src/store/usage/sample-layout.ts';
import { SampledStore } from './workload-fixture.ts';

function prefix(sampled: SampledStore, name: string) {
  return sampled.workload.prefixes.all.find((stats) => stats.name === name);
}

/** Misses and refills of keys that take 1 and 150 ms to make. */
function refill(sampled: SampledStore): void {
  const words = new Int32Array(sampled.shared);
  let time = 1;
  for (let i = 0; i < 20; i++) {
    for (const [name, us] of [
      [`cheap:${i}`, 1_000],
      [`dear:${i}`, 150_000],
    ] as const) {
      const ring = ringBase(0);
      const number = sampled.reader.written;
      sampled.read(name);
      sampled.write(name);
      words[entryAt(ring, number) + E_TIME] = time;
      words[entryAt(ring, number + 1) + E_TIME] = time + us;
      time += 2 * us;
    }
  }
  sampled.drain();
}

/** Keys of the sample that the chooser looks at. */
function chosen(sampled: SampledStore, prefix: string): string[] {
  const names = Array.from({ length: 20 }, (_, i) => `${prefix}${i}`);
  return names.filter((name) => sampled.chooser.takes(sampled.store.hashes[sampled.key(name)]!));
}

describe('samples of accesses', () => {
  it('tell reads, writes, deletions, evictions and ends of life', () => {
    const sampled = new SampledStore();
    sampled.read('user:1');
    sampled.write('user:1');
    sampled.read('user:1');
    sampled.delete('user:1');
    sampled.write('user:2');
    sampled.evict('user:2');
    sampled.write('user:3', 10, sampled.nowMs + 1000);
    sampled.nowMs += 5000;
    sampled.read('user:3');
    emptyDatabase(sampled.store, 0);
    expect(sampled.drain()).toEqual([
      SAMPLE_MISS,
      SAMPLE_WRITE,
      SAMPLE_HIT,
      SAMPLE_GONE,
      SAMPLE_WRITE,
      SAMPLE_EVICTED,
      SAMPLE_WRITE,
      SAMPLE_GONE,
      SAMPLE_MISS,
      SAMPLE_FLUSHED,
    ]);
    expect(sampled.drain()).toEqual([]);
  });

  it('are lost, and counted, when there is no room', () => {
    const sampled = new SampledStore();
    for (let i = 0; i < RING_ENTRIES + 10; i++) sampled.read('user:1');
    expect([sampled.reader.written, sampled.reader.dropped]).toEqual([RING_ENTRIES, 10]);
    expect(sampled.drain()).toHaveLength(RING_ENTRIES);
    sampled.read('user:1');
    expect(sampled.drain()).toEqual([SAMPLE_MISS]);
  });

  it('come once each, also when a round ends early', () => {
    const sampled = new SampledStore();
    for (let i = 0; i < 5; i++) sampled.read('k:1');
    for (let i = 0; i < 5; i++) {
      sampled.reader.begin();
      expect(sampled.reader.next()).toBe(true);
    }
    expect(sampled.drain()).toEqual([]);
  });

  it('of several threads come in the order of their times', () => {
    const sampled = new SampledStore(2);
    sampled.read('k:1');
    sampled.read('k:1');
    sampled.store.samples.attach(sampled.shared, 1);
    sampled.read('k:1');
    const words = new Int32Array(sampled.shared);
    const times = [entryAt(ringBase(0), 0), entryAt(ringBase(0), 1), entryAt(ringBase(1), 0)];
    [10, 30, 20].forEach((time, i) => {
      words[times[i]! + E_TIME] = time;
    });
    const seen: number[] = [];
    sampled.reader.begin();
    while (sampled.reader.next()) seen.push(sampled.reader.time);
    expect(seen).toEqual([10, 20, 30]);
  });
});

describe('statistics by prefix', () => {
  it('count hits, misses, writes and evictions', () => {
    const sampled = new SampledStore();
    for (const name of ['user:1', 'user:2']) {
      sampled.read(name);
      sampled.write(name);
      sampled.read(name);
      sampled.read(name);
    }
    sampled.nowMs += 3000;
    sampled.evict('user:2');
    sampled.read('plain');
    sampled.drain();
    const user = prefix(sampled, 'user:')!;
    expect([user.hits, user.misses, user.writes, user.evictions]).toEqual([4, 2, 2, 1]);
    expect(user.ageSeconds / user.agedEvictions).toBeCloseTo(3, 0);
    expect(prefix(sampled, '(none)')!.misses).toBe(1);
    const { keys } = sampled.workload.model;
    const resident = Array.from({ length: keys.count }, (_, key) => keys.flags[key]! & RESIDENT);
    expect(resident.filter((flag) => flag !== 0)).toHaveLength(1);
  });

  it('measure what a miss costs, and what hits save', () => {
    const sampled = new SampledStore();
    refill(sampled);
    sampled.read('dear:1');
    sampled.drain();
    const dear = prefix(sampled, 'dear:')!;
    expect(dear.missUs).toBeGreaterThan(100_000);
    expect(dear.missUs).toBeLessThan(200_000);
    expect(dear.savedUs).toBe(dear.missUs);
    sampled.workload.costs.update();
    const classOf = (name: string): number => {
      const bytes = Buffer.from(name);
      return sampled.store.costs.classOf(bytes, 0, bytes.length);
    };
    expect([classOf('cheap:9'), classOf('dear:9'), classOf('other:9')]).toEqual([0, 6, 0]);
    expect(sampled.memory.cheapestUs).toBeGreaterThan(500);
  });
});

describe('the chooser', () => {
  const DEAR = Math.exp(6);

  it('weighs records that came in before the cost of their prefix was known by what is known now', () => {
    const sampled = new SampledStore();
    refill(sampled);
    sampled.workload.costs.update();
    sampled.chooser.fit(51_200, 100, 1);
    const hit = vi.spyOn(sampled.chooser, 'hit');
    const names = chosen(sampled, 'dear:');
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) sampled.read(name);
    for (const name of chosen(sampled, 'cheap:')) sampled.read(name);
    sampled.drain();
    const costs = hit.mock.calls.map(([, , cost]) => cost);
    expect(costs.slice(0, names.length)).toEqual(names.map(() => DEAR));
    expect(new Set(costs.slice(names.length))).toEqual(new Set([1]));
  });

  it('weighs misses by what they cost, also where the model looks at fewer keys', () => {
    const sampled = new SampledStore();
    refill(sampled);
    sampled.workload.costs.update();
    sampled.chooser.fit(51_200, 100, 1);
    sampled.workload.model.lower(1);
    const missed = vi.spyOn(sampled.chooser, 'missed');
    const names = chosen(sampled, 'dear:');
    for (const name of names) {
      sampled.delete(name);
      sampled.read(name);
    }
    sampled.drain();
    expect(missed.mock.calls.map(([, cost]) => cost)).toEqual(names.map(() => DEAR));
  });
});

it('forgets everything when the databases are emptied', () => {
  const sampled = new SampledStore();
  for (let i = 0; i < 10; i++) sampled.write(`k:${i}`);
  emptyDatabase(sampled.store, 0);
  sampled.drain();
  expect(sampled.workload.model.keys.count).toBe(0);
});
