import { describe, expect, it } from 'vitest';
import { Client, GATE_SUBSCRIBED } from '../../src/dispatch/client.ts';
import type { Connection } from '../../src/io/connection.ts';
import { fits, isWithinLimits } from '../../src/io/output-limits.ts';

const NONE = { hardBytes: 0, softBytes: 0, softSeconds: 0 };
const LIMITS = { normal: { ...NONE, hardBytes: 100_000 }, pubsub: { hardBytes: 0, softBytes: 500, softSeconds: 60 } };

/** A connection with so many bytes on their way. */
function connection(pendingBytes: number, authenticated = true): Connection {
  const client = new Client(1, '', '', 0, authenticated);
  return { client, transport: { pendingBytes }, overSoftLimitSinceMs: 0 } as unknown as Connection;
}

describe('what waits for a client', () => {
  it('is cut off beyond the hard limit', () => {
    expect(isWithinLimits(connection(0), LIMITS, 100_000)).toBe(true);
    expect(isWithinLimits(connection(0), LIMITS, 100_001)).toBe(false);
    expect(isWithinLimits(connection(0), { ...LIMITS, normal: NONE }, 2 ** 30)).toBe(true);
  });

  it('may be beyond the soft limit for a while', () => {
    const subscriber = connection(0);
    subscriber.client.gateBits |= GATE_SUBSCRIBED;
    expect(isWithinLimits(subscriber, LIMITS, 501)).toBe(true);
    const sinceMs = subscriber.overSoftLimitSinceMs;
    expect(sinceMs).toBeGreaterThan(0);
    subscriber.overSoftLimitSinceMs = sinceMs - 61_000;
    expect(isWithinLimits(subscriber, LIMITS, 501)).toBe(false);
    expect(isWithinLimits(subscriber, LIMITS, 500)).toBe(true);
    expect(subscriber.overSoftLimitSinceMs).toBe(0);
  });

  it('is little for one that has not said its password', () => {
    expect(isWithinLimits(connection(0, false), { normal: NONE, pubsub: NONE }, 17 * 1024)).toBe(true);
    expect(isWithinLimits(connection(0, false), { normal: NONE, pubsub: NONE }, 17 * 1024 + 1)).toBe(false);
  });

  it('counts before it is sent', () => {
    expect(fits(connection(0), LIMITS, 100_000)).toBe(true);
    expect(fits(connection(50_000), LIMITS, 60_000)).toBe(false);
    expect(fits(connection(0), { ...LIMITS, normal: NONE }, 2 ** 30)).toBe(true);
  });
});
