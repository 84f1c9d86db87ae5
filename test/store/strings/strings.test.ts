import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';

const THRESHOLD = 5000;

let server: InProcess;
beforeAll(async () => {
  server = await startInProcess();
  server.strings.largeThreshold = THRESHOLD;
});
afterEach(() => expect(server.emptyAndAudit()).toEqual([]));

type Action =
  | { readonly do: 'set' | 'append'; readonly bytes: Uint8Array }
  | { readonly do: 'setrange'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly do: 'copy' | 'rename' | 'getdel' | 'move' };

const bytes = (): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.integer({ min: 0, max: 2 * THRESHOLD }).map((length) => Buffer.alloc(length, `${length}.`)),
  );
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constantFrom('set' as const, 'append' as const), bytes: bytes() }),
  fc.record({ do: fc.constant('setrange' as const), offset: fc.nat(2 * THRESHOLD), bytes: bytes() }),
  fc.record({ do: fc.constantFrom('copy' as const, 'rename' as const, 'getdel' as const, 'move' as const) }),
);

/** What the server holds, as plain JavaScript. */
class Model {
  value: Buffer | undefined;
  copy: Buffer | undefined;
  moved: Buffer | undefined;

  apply(step: Action): void {
    const value = this.value ?? Buffer.alloc(0);
    if (step.do === 'set') this.value = Buffer.from(step.bytes);
    else if (step.do === 'append') this.value = Buffer.concat([value, step.bytes]);
    else if (step.do === 'setrange') this.#overwrite(value, step.offset, step.bytes);
    else if (this.value === undefined) return;
    else if (step.do === 'copy') this.copy = this.value;
    else if (step.do === 'getdel') this.value = undefined;
    else if (step.do === 'rename') {
      this.copy = this.value;
      this.value = undefined;
    } else if (this.moved === undefined) {
      this.moved = this.value;
      this.value = undefined;
    }
  }

  #overwrite(value: Buffer, offset: number, part: Uint8Array): void {
    if (part.length === 0) return;
    const changed = Buffer.alloc(Math.max(value.length, offset + part.length));
    value.copy(changed);
    Buffer.from(part).copy(changed, offset);
    this.value = changed;
  }
}

function perform(step: Action): void {
  if (step.do === 'set') server.send(['SET', 'k', step.bytes]);
  else if (step.do === 'append') server.send(['APPEND', 'k', step.bytes]);
  else if (step.do === 'setrange') server.send(['SETRANGE', 'k', step.offset, step.bytes]);
  else if (step.do === 'copy') server.send(['COPY', 'k', 'copy', 'REPLACE']);
  else if (step.do === 'rename') server.send(['RENAME', 'k', 'copy']);
  else if (step.do === 'move') server.send(['MOVE', 'k', '1']);
  else server.send(['GETDEL', 'k']);
}

function holds(key: string, expected: Buffer | undefined): void {
  const { value } = server.send(['GET', key]);
  if (expected === undefined) {
    expect(value).toBeNull();
    return;
  }
  expect(expected.equals(value as Buffer)).toBe(true);
  expect(server.send(['STRLEN', key]).value).toBe(expected.length);
  const from = expected.length >> 1;
  const part = server.send(['GETRANGE', key, from, from + 20]).value as Buffer;
  expect(expected.subarray(from, from + 21).equals(part)).toBe(true);
  if (expected.length > 0) {
    const other = Buffer.from(expected);
    other[from]! ^= 1;
    expect(server.ask(['SET', 'none', 'x', 'XX', 'GET'])).toBe('(nil)');
    expect(server.ask(['DELEX', key, 'IFEQ', other])).toBe('(integer) 0');
    expect(server.ask(['DELEX', key, 'IFNE', expected])).toBe('(integer) 0');
  }
}

describe('strings, small and large', () => {
  it('hold what a buffer would hold, whatever is done to them', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), (steps) => {
        const model = new Model();
        for (const step of steps) {
          model.apply(step);
          perform(step);
        }
        holds('k', model.value);
        holds('copy', model.copy);
        server.client.db = 1;
        holds('k', model.moved);
        server.client.db = 0;
        expect(server.emptyAndAudit()).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('a copy of a large value shares its pages until one of them changes', () => {
    const value = Buffer.alloc(100_000, 'ab');
    server.send(['SET', 'k', value]);
    const used = server.limit.usedBytes();
    server.send(['COPY', 'k', 'copy']);
    expect(server.limit.usedBytes() - used).toBeLessThan(4096);
    server.send(['SETRANGE', 'copy', '0', 'X']);
    server.send(['APPEND', 'k', 'Y']);
    holds('k', Buffer.concat([value, Buffer.from('Y')]));
    holds('copy', Buffer.concat([Buffer.from('X'), value.subarray(1)]));
  });
});

describe('bounds of changes of large values', () => {
  it('finds room for the copy that a change of shared pages needs, and for what growing pages get to spare', async () => {
    server = await startInProcess({ settings: ['--maxmemory-policy', 'noeviction'] });
    server.strings.largeThreshold = THRESHOLD;
    const value = Buffer.alloc(4_000_000, 'ab');
    server.send(['SET', 'k', value]);
    server.send(['COPY', 'k', 'copy']);
    server.limit.applyLimit(server.limit.usedBytes() + 3_000_000);
    const refused = (args: readonly (string | Buffer)[]): boolean => {
      const used = server.limit.usedBytes();
      const { value: reply } = server.send([...args]);
      const isRefused = typeof reply === 'string' && reply.startsWith('OOM');
      if (isRefused) expect(server.limit.usedBytes()).toBe(used);
      else expect(server.limit.usedBytes()).toBeLessThanOrEqual(server.limit.limitBytes);
      return isRefused;
    };
    expect(refused(['SETRANGE', 'copy', '0', 'X'])).toBe(true);
    expect(refused(['APPEND', 'k', 'Y'])).toBe(true);
    expect(refused(['SETBIT', 'k', '7', '1'])).toBe(true);
    server.limit.applyLimit(server.limit.usedBytes() + 5_000_000);
    expect(refused(['SETRANGE', 'copy', '0', 'X'])).toBe(false);
    expect(refused(['APPEND', 'k', 'Y'.repeat(10_000)])).toBe(true);
    expect(refused(['SETRANGE', 'copy', '5', 'X'])).toBe(false);
    server.limit.applyLimit(0);
    holds('k', value);
    holds('copy', Buffer.concat([Buffer.from('X'), value.subarray(1, 5), Buffer.from('X'), value.subarray(6)]));
  });
});
