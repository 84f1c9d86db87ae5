import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../../protocol/resp/limits.ts';
import {
  COMMAND,
  LARGE_BULK,
  NEED_MORE,
  PROTOCOL_ERROR,
  RequestParser,
} from '../../../protocol/resp/request-parser.ts';
import { encodeCommand } from '../../../protocol/resp/request-writer.ts';
import { argumentsOf, cut, MemorySink, parseRequests } from './parse-requests.ts';
import { expand, loadVectors, type RequestVector, unfold } from './vectors.ts';

const VECTORS = loadVectors<RequestVector>('requests.json').map((vector) => ({
  ...vector,
  bytes: expand(vector.wire),
  expected: {
    commands: vector.commands.map((command) => command.map(unfold)),
    failed: vector.error !== undefined || vector.silent === true,
    error: vector.error ?? '',
    silent: vector.silent ?? false,
  },
}));

describe('request vectors', () => {
  it.each(VECTORS)('$name, whole', ({ bytes, restricted, expected }) => {
    expect(parseRequests([bytes], { restricted: restricted ?? false })).toEqual(expected);
  });

  it.each(VECTORS)('$name, byte by byte', ({ bytes, restricted, expected }) => {
    const pieces = Array.from(bytes, (byte) => Buffer.of(byte));
    expect(parseRequests(pieces, { restricted: restricted ?? false })).toEqual(expected);
  });

  it.each(VECTORS)('$name, at random splits', ({ bytes, restricted, expected }) => {
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 6 }), fc.integer({ min: 1, max: 3 }), (at, perBatch) => {
        const options = { restricted: restricted ?? false, perBatch };
        expect(parseRequests(cut(bytes, at), options)).toEqual(expected);
      }),
      { numRuns: bytes.length > 10_000 ? 5 : 40 },
    );
  });
});

const argument = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc.uint8Array({ minLength: 0, maxLength: 200 }),
  fc.integer({ min: 0, max: 3000 }).map((n) => Buffer.alloc(n, 0x61 + (n % 26))),
);
const pipeline = fc.array(fc.array(argument, { minLength: 1, maxLength: 24 }), { minLength: 1, maxLength: 12 });

describe('random pipelines', () => {
  it('come back as sent, at any split, with large arguments sunk, buffered or refused', () => {
    fc.assert(
      fc.property(
        pipeline,
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.constantFrom('sink', 'buffer', 'discard'),
        fc.integer({ min: 1, max: 4 }),
        (commands, at, large, perBatch) => {
          const wire = Buffer.concat(commands.map(encodeCommand));
          const limits = { largeThreshold: 150 };
          const got = parseRequests(cut(wire, at), { limits, large: () => large as 'sink', perBatch });
          const expected = commands.map((args) =>
            args.map((arg, i) =>
              large === 'discard' && i > 0 && arg.length >= 150 ? null : Buffer.from(arg).toString('latin1'),
            ),
          );
          const first = commands.findIndex(([name]) => /^(post|host:)$/i.test(Buffer.from(name!).toString('latin1')));
          expect(got.commands).toEqual(first < 0 ? expected : expected.slice(0, first));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('never throws or hangs on damaged input, and reads it alike however it is cut', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'*$\r\n0192-+ "\'\\x\0\xff')), { maxLength: 8 });
    fc.assert(
      fc.property(pipeline, damage, fc.array(fc.nat(), { maxLength: 8 }), (commands, changes, at) => {
        const wire = Buffer.concat(commands.map(encodeCommand));
        for (const [where, char] of changes) wire[where % wire.length] = char.charCodeAt(0);
        expect(parseRequests(cut(wire, at))).toEqual(parseRequests([wire]));
      }),
      { numRuns: 400 },
    );
  });

  it('never throws on noise', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), (pieces) => {
        parseRequests(pieces);
      }),
    );
  });
});

describe('memory', () => {
  const limits = { ...defaultLimits(), maxQueryBuffer: 10_000 };

  it('copies nothing when commands lie whole in the fed chunk', () => {
    const parser = new RequestParser(defaultLimits());
    const chunk = Buffer.concat([encodeCommand(['SET', 'k', 'v']), encodeCommand(['GET', 'k'])]);
    parser.feed(chunk, 0, chunk.length);
    expect(parser.next()).toBe(COMMAND);
    expect(parser.buf).toBe(chunk);
    expect(parser.next()).toBe(COMMAND);
    expect(parser.next()).toBe(NEED_MORE);
    parser.endBatch();
    expect(parser.pendingBytes).toBe(0);
  });

  it('returns to the fed chunk after a command that was cut', () => {
    const parser = new RequestParser(defaultLimits());
    const wire = Buffer.concat([encodeCommand(['SET', 'k', 'v']), encodeCommand(['GET', 'k'])]);
    const head = Buffer.from(wire.subarray(0, 10));
    const tail = Buffer.from(wire.subarray(10));
    parser.feed(head, 0, head.length);
    expect(parser.next()).toBe(NEED_MORE);
    parser.endBatch();
    expect(parser.pendingBytes).toBeGreaterThan(0);
    parser.feed(tail, 0, tail.length);
    expect(parser.next()).toBe(COMMAND);
    expect(parser.buf).not.toBe(tail);
    expect(argumentsOf(parser)).toEqual(['SET', 'k', 'v']);
    expect(parser.next()).toBe(COMMAND);
    expect(parser.buf).toBe(tail);
    parser.endBatch();
    expect(parser.pendingBytes).toBe(0);
  });

  it('does not believe an announced count or length', () => {
    const parser = new RequestParser(defaultLimits());
    const head = Buffer.from('*2147483647\r\n$3\r\nSET\r\n$536870912\r\n');
    parser.feed(head, 0, head.length);
    expect(parser.next()).toBe(LARGE_BULK);
    parser.bufferLarge();
    expect(parser.next()).toBe(NEED_MORE);
    parser.endBatch();
    expect(parser.argStart.length).toBeLessThanOrEqual(16);
    expect(parser.pendingBytes).toBeLessThan(64);
  });

  it('takes a million arguments and gives their slots back', () => {
    const args = Array.from({ length: 1_000_000 }, (_, i) => `${i % 10}`);
    const wire = encodeCommand(args);
    const parser = new RequestParser(defaultLimits());
    for (let at = 0; at < wire.length; at += 65_536) {
      const chunk = Buffer.from(wire.subarray(at, at + 65_536));
      parser.feed(chunk, 0, chunk.length);
      expect(parser.next()).toBe(at + 65_536 < wire.length ? NEED_MORE : COMMAND);
      if (at + 65_536 < wire.length) parser.endBatch();
    }
    expect(parser.argc).toBe(1_000_000);
    expect(parser.argLen.every((length, i) => i >= parser.argc || length === 1)).toBe(true);
    parser.endBatch();
    expect(parser.argStart.length).toBeLessThan(100);
    expect(parser.pendingBytes).toBe(0);
  });

  it('closes silently when an unfinished request outgrows the query buffer limit', () => {
    const parser = new RequestParser(limits);
    const chunk = Buffer.from(`*2\r\n$4\r\nECHO\r\n$20000\r\n${'x'.repeat(4000)}`);
    parser.feed(chunk, 0, chunk.length);
    expect(parser.next()).toBe(NEED_MORE);
    parser.endBatch();
    const more = Buffer.alloc(8000, 'x');
    parser.feed(more, 0, more.length);
    expect(parser.next()).toBe(PROTOCOL_ERROR);
    expect(parser.mustCloseSilently).toBe(true);
    parser.endBatch();
    expect(parser.pendingBytes).toBe(0);
    parser.feed(more, 0, more.length);
    expect(parser.next()).toBe(PROTOCOL_ERROR);
  });

  it('counts large arguments that others keep as if it kept them, all of a command together', () => {
    const parser = new RequestParser({ ...limits, largeThreshold: 100, maxQueryBuffer: 10_000 });
    const head = Buffer.from(`*4\r\n$4\r\nMSET\r\n$1\r\nk\r\n$6000\r\n${'x'.repeat(6000)}\r\n$6000\r\n`);
    parser.feed(head, 0, head.length);
    expect(parser.next()).toBe(LARGE_BULK);
    parser.sinkLarge(new MemorySink());
    expect(parser.next()).toBe(PROTOCOL_ERROR);
    expect(parser.mustCloseSilently).toBe(true);
  });

  it('holds at most 1 MiB before AUTH', () => {
    const parser = new RequestParser(defaultLimits());
    parser.restricted = true;
    const chunk = Buffer.concat([encodeCommand(['PING']), Buffer.alloc(2 ** 20 + 1, '\n')]);
    parser.feed(chunk, 0, chunk.length);
    expect(parser.next()).toBe(COMMAND);
    parser.endBatch();
    expect(parser.next()).toBe(PROTOCOL_ERROR);
    expect(parser.mustCloseSilently).toBe(true);
  });
});

describe('large arguments', () => {
  const limits = { ...defaultLimits(), largeThreshold: 100 };

  it('lets the transport read into the memory of the sink', () => {
    const parser = new RequestParser(limits);
    const head = Buffer.from(`*4\r\n$3\r\nSET\r\n$1\r\nk\r\n$1000\r\n${'x'.repeat(10)}`);
    parser.feed(head, 0, head.length);
    expect(parser.next()).toBe(LARGE_BULK);
    expect([parser.largeArgIndex, parser.largeLength]).toEqual([2, 1000]);
    expect(argumentsOf(parser)).toEqual(['SET', 'k']);
    const sink = new MemorySink();
    parser.sinkLarge(sink);
    expect(parser.next()).toBe(NEED_MORE);
    parser.endBatch();
    head.fill(0);
    expect(parser.largeRemaining).toBe(990);
    sink.write(Buffer.alloc(990, 'y'), 0, 990);
    parser.advanceLarge(990);
    const tail = Buffer.from('\r\n$2\r\nNX\r\n');
    parser.feed(tail, 0, tail.length);
    expect(parser.next()).toBe(COMMAND);
    expect(argumentsOf(parser)).toEqual(['SET', 'k', 'x'.repeat(10) + 'y'.repeat(990), 'NX']);
    expect(parser.largeRemaining).toBe(0);
  });

  it('leaves the sinks of a broken request to whoever made them', () => {
    const parser = new RequestParser(limits);
    const wire = Buffer.from(`*3\r\n$3\r\nSET\r\n$200\r\n${'k'.repeat(200)}\r\nnonsense\r\n`);
    parser.feed(wire, 0, wire.length);
    expect(parser.next()).toBe(LARGE_BULK);
    const sink = new MemorySink();
    parser.sinkLarge(sink);
    expect(parser.next()).toBe(PROTOCOL_ERROR);
    parser.endBatch();
    expect(parser.sinks).toEqual([sink]);
  });

  it('keeps the question open over the end of a batch', () => {
    const parser = new RequestParser(limits);
    const wire = encodeCommand(['SET', 'k', 'v'.repeat(200)]);
    parser.feed(wire, 0, wire.length);
    expect(parser.next()).toBe(LARGE_BULK);
    parser.endBatch();
    const sink = new MemorySink();
    parser.sinkLarge(sink);
    expect(parser.next()).toBe(COMMAND);
    expect(argumentsOf(parser)).toEqual(['SET', 'k', 'v'.repeat(200)]);
  });

  it('never offers the command name, nor anything before AUTH', () => {
    const name = 'x'.repeat(300);
    expect(parseRequests([encodeCommand([name, 'a'])], { limits }).commands).toEqual([[name, 'a']]);
    const refuse = () => {
      throw new Error('offered');
    };
    const args = ['AUTH', 'p'.repeat(300)];
    expect(parseRequests([encodeCommand(args)], { limits, restricted: true, large: refuse }).commands).toEqual([args]);
  });

  it('drops storage of a buffered large argument when idle', () => {
    const parser = new RequestParser(defaultLimits());
    const wire = encodeCommand(['SET', 'k', 'v'.repeat(300_000)]);
    for (let at = 0; at < wire.length; at += 50_000) {
      parser.feed(wire, at, Math.min(at + 50_000, wire.length));
      let outcome = parser.next();
      if (outcome === LARGE_BULK) {
        parser.bufferLarge();
        outcome = parser.next();
      }
      expect(outcome).toBe(at + 50_000 < wire.length ? NEED_MORE : COMMAND);
      if (outcome === NEED_MORE) parser.endBatch();
    }
    expect(parser.buf.length).toBeGreaterThan(300_000);
    parser.endBatch();
    expect(parser.buf.length).toBe(0);
  });
});
