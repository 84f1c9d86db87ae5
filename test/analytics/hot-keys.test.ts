import { describe, expect, it } from 'vitest';
import { HOT_KEYS_BYTES, HotKeyNotes, HotKeys, SAMPLE_EVERY } from '../../src/analytics/hot-keys.ts';

const COUNTERS = { commandUs: 100, networkBytes: 1000, userUs: 5000, systemUs: 300 };
const LATER = { commandUs: 150, networkBytes: 4000, userUs: 9000, systemUs: 400 };
const SESSION = { byTime: true, byNetwork: true, count: 2, durationMs: 0, sampleRatio: 4 };

function start() {
  const shared = new SharedArrayBuffer(HOT_KEYS_BYTES);
  return { hotKeys: new HotKeys(shared, 2), notes: [new HotKeyNotes(shared, 2, 0), new HotKeyNotes(shared, 2, 1)] };
}

function note(notes: HotKeyNotes | undefined, key: string, us: number, bytes: number, nowMs: number): void {
  notes!.note(0, key.charCodeAt(0), Buffer.from(key), 0, key.length, 4, us, bytes, nowMs);
}

describe('hot keys', () => {
  it('are told by their uses, of all threads, whether there is a session or not', () => {
    const { hotKeys, notes } = start();
    for (let i = 0; i < 3; i++) note(notes[i % 2], 'a', 1, 1, 1000);
    note(notes[1], 'b', 1, 1, 1000);
    expect(hotKeys.used(9).map(({ key, weight }) => [key.toString(), weight])).toEqual([
      ['a', 12],
      ['b', 4],
    ]);
    expect([hotKeys.uses, hotKeys.report(COUNTERS, 1000)]).toEqual([16, undefined]);
  });

  it('of a session are told by time and by bytes, with what all commands took meanwhile', () => {
    const { hotKeys, notes } = start();
    expect(hotKeys.start(SESSION, COUNTERS, 1000)).toBe(true);
    expect(hotKeys.start(SESSION, COUNTERS, 1000)).toBe(false);
    note(notes[0], 'a', 10, 1, 1100);
    note(notes[1], 'b', 1, 100, 1100);
    note(notes[1], 'c', 2, 2, 1100);
    const report = hotKeys.report(LATER, 1500)!;
    expect(report.timed.map(({ key, weight }) => [key.toString(), weight])).toEqual([
      ['a', 40],
      ['c', 8],
    ]);
    expect(report.sent.map(({ key }) => key.toString())).toEqual(['b', 'c']);
    expect(report).toMatchObject({ isActive: true, elapsedMs: 500, commandUs: 50, networkBytes: 3000, userUs: 4000 });
  });

  it('stay after the end of the session, until they are forgotten', () => {
    const { hotKeys, notes } = start();
    hotKeys.start({ ...SESSION, byNetwork: false }, COUNTERS, 1000);
    expect(hotKeys.reset(1001)).toBe(false);
    expect([hotKeys.stop(LATER, 2000), hotKeys.stop(LATER, 2000)]).toEqual([true, false]);
    note(notes[0], 'a', 10, 1, 2100);
    expect(hotKeys.report(LATER, 9000)).toMatchObject({
      isActive: false,
      elapsedMs: 1000,
      timed: [],
      sent: [],
      commandUs: 50,
    });
    expect([hotKeys.reset(9000), hotKeys.report(LATER, 9000)]).toEqual([true, undefined]);
  });

  it('are looked for as long as was said', () => {
    const { hotKeys, notes } = start();
    hotKeys.start({ ...SESSION, durationMs: 500 }, COUNTERS, 1000);
    expect([notes[0]!.sampleEvery(1499), notes[0]!.sampleEvery(1500)]).toEqual([4, SAMPLE_EVERY]);
    expect(hotKeys.report(LATER, 5000)).toMatchObject({ isActive: false, elapsedMs: 500 });
    expect(hotKeys.start(SESSION, COUNTERS, 6000)).toBe(true);
  });

  it('that were used long ago count less', () => {
    const { hotKeys, notes } = start();
    note(notes[0], 'a', 1, 1, 100_000);
    notes[0]!.age(100_000);
    notes[0]!.age(110_000);
    expect(hotKeys.used(1)[0]?.weight).toBe(2);
  });
});
