import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecencyOrder } from '../../src/analytics/recency-order.ts';

/** A list of keys, the one used last at its end. */
class Model {
  readonly list: { readonly key: number; readonly bytes: number; readonly clock: number }[] = [];

  use(key: number, bytes: number, clock: number): void {
    this.leave(key);
    this.list.push({ key, bytes, clock });
  }

  leave(key: number): void {
    const at = this.list.findIndex((each) => each.key === key);
    if (at >= 0) this.list.splice(at, 1);
  }

  distance(key: number): number {
    const at = this.list.findIndex((each) => each.key === key);
    return this.list.slice(at).reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

it('knows distances as a list does, exactly while keys are fewer than slots', () => {
  const step = fc.record({ key: fc.nat(40), bytes: fc.integer({ min: 1, max: 5000 }), leaves: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const order = new RecencyOrder();
      const model = new Model();
      const known = new Map<number, { slot: number; bytes: number }>();
      steps.forEach(({ key, bytes, leaves }, clock) => {
        const before = known.get(key);
        if (before !== undefined) {
          expect(order.distance(before.slot, before.bytes)).toBe(model.distance(key));
          order.leave(before.slot, before.bytes);
          known.delete(key);
          model.leave(key);
        }
        if (leaves) return;
        known.set(key, { slot: order.use(bytes, clock), bytes });
        model.use(key, bytes, clock);
      });
      expect(order.totalKeys).toBe(model.list.length);
      const recent = model.list.filter(({ clock }) => steps.length - clock <= 50);
      const within = order.usedWithin(50, steps.length);
      expect(within).toEqual({ keys: recent.length, bytes: recent.reduce((sum, { bytes }) => sum + bytes, 0) });
    }),
  );
});

it('stays near the truth when slots are merged again and again', () => {
  const order = new RecencyOrder();
  const keys = 20_000;
  const slots = new Int32Array(keys).fill(-1);
  let random = 1;
  for (let i = 0; i < 200_000; i++) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) | 0;
    const key = (random >>> 8) % keys;
    if (slots[key]! >= 0) order.leave(slots[key]!, 100);
    if (order.isFull) {
      const moved = order.compact();
      for (let each = 0; each < keys; each++) if (each !== key && slots[each]! >= 0) slots[each] = moved[slots[each]!]!;
    }
    slots[key] = order.use(100, i);
  }
  expect(order.totalBytes).toBeCloseTo(order.totalKeys * 100, 3);
  const distances = [...slots].map((slot) => order.distance(slot, 100)).sort((a, b) => a - b);
  for (const [i, distance] of distances.entries()) expect(Math.abs(distance / 100 - i)).toBeLessThan(keys / 500);
});

it('follows a key that changes its size', () => {
  const order = new RecencyOrder();
  const first = order.use(100, 1);
  const second = order.use(50, 2);
  order.resize(second, 25);
  expect(order.distance(first, 100)).toBe(175);
  expect(order.distance(second, 75)).toBe(75);
});

it('forgets many keys at once as it does one by one', () => {
  const orders = [new RecencyOrder(), new RecencyOrder()] as const;
  const slots = Array.from({ length: 1000 }, (_, i) => orders.map((order) => order.use(10 + i, i))[0]!);
  slots.forEach((slot, i) => {
    if (i % 3 === 0) return;
    orders[0].leave(slot, 10 + i);
    orders[1].drop(slot, 10 + i);
  });
  orders[1].settle();
  expect(orders[1].totalKeys).toBe(orders[0].totalKeys);
  expect(orders[1].totalBytes).toBe(orders[0].totalBytes);
  for (let i = 0; i < 1000; i += 3) {
    expect(orders[1].distance(slots[i]!, 10 + i)).toBe(orders[0].distance(slots[i]!, 10 + i));
  }
});
