import { describe, expect, it } from 'vitest';
import { Chooser, sampleRate } from '../../../src/eviction/adaptive/chooser.ts';
import { LiveChooser } from '../../../src/eviction/adaptive/live-chooser.ts';
import { RULES, WINDOWS } from '../../../src/eviction/adaptive/rules.ts';
import { G_EVICTION_RULE, GLOBAL_WORDS } from '../../../src/memory/layout.ts';

const OBJECT = 512;

/** A key of its own hash. */
function hashOf(key: number): number {
  return Math.imul(key + 1, 0x9e3779b1);
}

/** Requests that only recency serves: each key is asked for a few times in a row, then never again. */
function* recent(count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield Math.floor(i / 8) + (i % 8 < 4 ? 0 : -Math.min(30, Math.floor(i / 8)));
}

/** A loop that does not fit. */
function* loop(count: number, length: number): Generator<number> {
  for (let i = 0; i < count; i++) yield i % length;
}

function play(chooser: Chooser, keys: Iterable<number>): void {
  for (const key of keys) chooser.read(hashOf(key), OBJECT, 1, true);
}

describe('the chooser', () => {
  it('guards what it has against a loop that does not fit', () => {
    const chooser = new Chooser(RULES, 100 * OBJECT, 100);
    play(chooser, loop(20_000, 200));
    const { name } = RULES[chooser.rule]!;
    expect(['guarded', 'balanced', 'lenient', 'frequent', 'valued']).toContain(name);
    expect(chooser.shares()[chooser.rule]).toBeGreaterThan(0.3);
  });

  it('is near the best rule, and changes with the workload', () => {
    const chooser = new Chooser(RULES, 100 * OBJECT, 100);
    for (const keys of [recent(20_000), loop(20_000, 300), recent(20_000)]) {
      play(chooser, keys);
      const shares = chooser.shares();
      expect(shares[chooser.rule]).toBeGreaterThan(Math.max(...shares) - 0.06);
    }
  });

  it('seldom changes for chance', () => {
    const chooser = new Chooser(RULES, 100 * OBJECT, 100);
    let random = 1;
    for (let i = 0; i < 30_000; i++) {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) | 0;
      chooser.read(hashOf((random >>> 8) % 400), OBJECT, 1, true);
    }
    // Of some 470 decisions.
    expect(chooser.changes).toBeLessThan(16);
  });

  it('knows a good rule before the cache is full', () => {
    const chooser = new Chooser(RULES, 1_000 * OBJECT, 1_000);
    // Every key a second time when a hundred others were asked for: recency has them, whoever guards does not.
    for (let key = 0; key < 900; key++) {
      chooser.read(hashOf(key), OBJECT, 1, true);
      if (key >= 100) chooser.read(hashOf(key - 100), OBJECT, 1, true);
    }
    expect(RULES[chooser.rule]!.name).not.toBe('guarded');
    const shares = chooser.shares();
    expect(new Set(shares).size).toBe(1);
    const before = chooser.memoryBytes;
    for (let key = 900; key < 1_100; key++) chooser.read(hashOf(key), OBJECT, 1, true);
    // Full: what practised is gone.
    expect(chooser.memoryBytes).toBeLessThan(before);
  });

  it('does not take longer to see a difference because all were equal before', () => {
    const readsUntilChange = (before: number): number => {
      const chooser = new Chooser(RULES, 100 * OBJECT, 100);
      // A few keys that every rule has.
      for (let i = 0; i < before; i++) chooser.read(hashOf(i % 20), OBJECT, 1, true);
      let reads = 0;
      for (const key of recent(20_000)) {
        chooser.read(hashOf(1_000 + key), OBJECT, 1, true);
        reads++;
        if (chooser.changes > 0) break;
      }
      return reads;
    };
    expect(readsUntilChange(100_000)).toBeLessThan(readsUntilChange(0) * 1.5 + 100);
  });

  it('begins with sizes and costs where they differ widely, and with none of them where they do not', () => {
    const begun = (sizeOf: (key: number) => number, rules = RULES): string => {
      const chooser = new Chooser(rules, 10_000 * OBJECT, 10_000);
      for (let key = 0; key < 100; key++) {
        chooser.read(hashOf(key), 0, 1, false);
        chooser.refill(hashOf(key), sizeOf(key), 1);
      }
      expect(chooser.changes).toBe(0);
      return rules[chooser.rule]!.name;
    };
    expect(begun((key) => 100 * 2 ** (key % 10))).toBe('valued');
    expect(begun((key) => 100 * (1 + (key % 10)))).toBe('guarded');
    expect(begun((key) => 100 * 2 ** (key % 10), WINDOWS)).toBe('window-1');
  });

  it('samples small caches closely and large ones thinly', () => {
    expect([1, 100, 1000, 1e5, 1e7, 1e9].map((objects) => Number(sampleRate(objects).toPrecision(3)))).toEqual([
      0.5, 0.5, 0.064, 0.0313, 0.00164, 0.0000164,
    ]);
  });
});

describe('the chooser of a running server', () => {
  it('follows the store as it grows, and puts its rule in force', () => {
    const control = new Int32Array(GLOBAL_WORDS);
    const live = new LiveChooser(control);
    expect([live.isOn, live.takes(0), live.memoryBytes]).toEqual([false, false, 0]);
    live.fit(100 * OBJECT, 100, 1);
    expect(live.below / 2 ** 31).toBeCloseTo(0.5);
    live.fit(1e6 * OBJECT, 1e6, 1);
    expect(live.below / 2 ** 31).toBeCloseTo(0.0164, 4);
    live.fit(1e6 * OBJECT, 1e6, 0.001);
    expect(live.rate).toBeCloseTo(0.001);
    // Time is not allowed for a bit less and a bit less, and nothing comes of it.
    live.fit(1e6 * OBJECT, 1e6, 0.0009);
    expect(live.rate).toBeCloseTo(0.0009);
    live.stop();
    expect(live.takes(0)).toBe(false);
    live.fit(100 * OBJECT, 100, 1);
    for (const key of loop(40_000, 150)) if (live.takes(hashOf(key))) live.hit(hashOf(key), OBJECT, 1);
    const shares = live.shares();
    expect(shares.map(({ name }) => name)).toEqual(RULES.map(({ name }) => name));
    expect(shares.findIndex(({ inForce }) => inForce)).toBe(control[G_EVICTION_RULE]);
    live.clear();
    live.missed(1, 1);
    live.refilled(1, OBJECT, 1);
    live.written(2, OBJECT, 1);
    live.removed(1);
    expect(live.memoryBytes).toBeGreaterThan(0);
  });

  it('knows a good rule before the cache is full, although it began with an empty one', () => {
    const control = new Int32Array(GLOBAL_WORDS);
    const live = new LiveChooser(control);
    const objects = 16_000;
    let records = 0;
    const seen = new Set<number>();
    const ask = (key: number): void => {
      if (!seen.has(key)) records++;
      seen.add(key);
      if (live.takes(hashOf(key))) live.hit(hashOf(key), OBJECT, 1);
    };
    live.fit(objects * OBJECT, 1, 1);
    for (let key = 0; records < objects * 0.9; key++) {
      ask(key);
      if (key >= 200) ask(key - 200);
      if (key % 100 === 99) live.fit(objects * OBJECT, objects, 1);
    }
    expect(RULES[control[G_EVICTION_RULE]!]!.name).not.toBe('guarded');
  });

  it('chooses among other rules when another policy asks for them', () => {
    const control = new Int32Array(GLOBAL_WORDS);
    const live = new LiveChooser(control);
    live.fit(100 * OBJECT, 100, 1);
    live.hit(1, OBJECT, 1);
    live.setRules(WINDOWS);
    expect([live.isOn, live.memoryBytes]).toEqual([false, 0]);
    live.fit(100 * OBJECT, 100, 1);
    for (const key of recent(20_000)) if (live.takes(hashOf(key))) live.hit(hashOf(key), OBJECT, 1);
    const shares = live.shares();
    expect(shares.map(({ name }) => name)).toEqual(WINDOWS.map(({ name }) => name));
    // What is new needs room here.
    expect(WINDOWS[control[G_EVICTION_RULE]!]!.window).toBeGreaterThan(0.2);
    live.setRules(WINDOWS);
    expect(live.isOn).toBe(true);
  });
});
