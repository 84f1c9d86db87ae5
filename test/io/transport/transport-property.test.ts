/** Random writes of every kind against a reader that stops and goes: the bytes and the releases come out in order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS, pattern, start } from './echo-fixture.ts';

type Step =
  | { readonly kind: 'write' | 'held'; readonly length: number }
  | { readonly kind: 'cork' | 'uncork' | 'turn' | 'read' | 'stop' };

const lengths = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 2040, max: 2060 }),
  fc.integer({ min: 0, max: 300_000 }),
  fc.constant(3_000_000),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('write' as const, 'held' as const), length: lengths }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('cork', 'uncork', 'turn', 'read', 'stop') }) },
);
const source = pattern(4_000_000, true);

describe.each(KINDS)('%s transport', (kind) => {
  it('keeps the order of bytes and of releases', { timeout: 60_000 }, async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => play(kind, steps));
    await fc.assert(property, { numRuns: 150 });
  });
});

async function play(kind: (typeof KINDS)[number], steps: readonly Step[]): Promise<void> {
  const fixture = await start(kind);
  const { server } = fixture;
  try {
    const socket = await fixture.client();
    await server.until(() => server.accepted.length === 1);
    const transport = server.accepted[0]!;
    const got: Buffer[] = [];
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      got.push(chunk);
      received += chunk.length;
    });
    const wanted: Buffer[] = [];
    const held: number[] = [];
    const reply = Buffer.alloc(3_000_000);
    let sent = 0;
    let copied = 0;
    for (const [i, each] of steps.entries()) {
      if (each.kind === 'write') {
        const bytes = source.copy(reply, 0, i, i + each.length);
        transport.write(reply, 0, bytes);
        reply.fill(0, 0, Math.min(bytes, 10_000));
      } else if (each.kind === 'held') {
        if (!transport.writeHeld(source.subarray(i, i + each.length), i + 1)) held.push(i + 1);
      } else if (each.kind === 'cork') transport.cork();
      else if (each.kind === 'uncork') transport.uncork();
      else if (each.kind === 'read') socket.resume();
      else if (each.kind === 'stop') socket.pause();
      else await new Promise((done) => setImmediate(done));
      if ('length' in each) {
        wanted.push(Buffer.from(source.subarray(i, i + each.length)));
        sent += each.length;
        if (each.kind === 'write') copied += each.length;
      }
      const { copiedBytes } = transport;
      if (copiedBytes < 0 || copiedBytes > copied) throw new Error('copiedBytes is wrong');
      if (transport.pendingBytes < 0 || transport.pendingBytes > sent) throw new Error('pendingBytes is wrong');
    }
    transport.uncork();
    transport.end();
    socket.resume();
    await server.until(() => server.closed.length === 1);
    while (received < sent) await new Promise((done) => socket.once('data', done));
    expect(Buffer.concat(got).equals(Buffer.concat(wanted))).toBe(true);
    expect(server.written).toEqual(held);
    expect(server.closed).toEqual(['ended']);
    expect(transport.pendingBytes).toBe(0);
    expect(transport.copiedBytes).toBe(0);
  } finally {
    await fixture.stop();
  }
}
