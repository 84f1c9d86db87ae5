import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeReplies } from '../../../protocol/resp/reply-parser.ts';
import { CHUNK_BYTES, type DeferredKind, ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import { loadVectors } from './vectors.ts';

interface ReplyVector {
  name: string;
  calls: [string, ...unknown[]][];
  resp2: string;
  resp3: string;
}

/** All bytes of the batch. */
function output(writer: ReplyWriter): string {
  const parts: Buffer[] = [];
  for (let i = 0; i < writer.segmentCount(); i++) parts.push(writer.segmentBuffer(i));
  const all = Buffer.concat(parts);
  expect(all.length).toBe(writer.byteCount);
  return all.toString('latin1');
}

/** A writer, and the tokens that it gave back. */
function create(resp: 2 | 3 = 2): { writer: ReplyWriter; released: number[] } {
  const released: number[] = [];
  const writer = new ReplyWriter((token) => released.push(token));
  writer.begin(resp);
  return { writer, released };
}

/** Fills the present chunk up to `left` bytes. */
function fill(writer: ReplyWriter, left: number): number {
  const bytes = writer.buf.length - writer.pos - left;
  writer.raw(Buffer.alloc(bytes, 0x78), 0, bytes);
  return bytes;
}

describe('reply vectors', () => {
  const vectors = loadVectors<ReplyVector>('replies.json');
  describe.each([2, 3] as const)('in RESP%i', (resp) => {
    it.each(vectors)('$name', ({ calls, resp2, resp3 }) => {
      const { writer } = create(resp);
      const methods = writer as unknown as Record<string, (...args: unknown[]) => void>;
      for (const [method, ...args] of calls) methods[method]!.apply(writer, args);
      expect(output(writer)).toBe(resp === 2 ? resp2 : resp3);
      expect(writer.segmentCount()).toBe(resp === 2 && resp2 === '' ? 0 : 1);
    });
  });
});

describe('ReplyWriter', () => {
  let writer: ReplyWriter;
  let released: number[];
  beforeEach(() => {
    ({ writer, released } = create());
  });

  it('copies bulks of every length from shared memory', () => {
    const shared = Buffer.from(new SharedArrayBuffer(4096));
    for (let i = 0; i < shared.length; i++) shared[i] = i % 251;
    for (let length = 0; length < 300; length++) {
      writer.bulk(shared, 7, 7 + length);
      const text = Buffer.from(shared.subarray(7, 7 + length)).toString('latin1');
      expect(output(writer)).toBe(`$${length}\r\n${text}\r\n`);
      writer.reset();
    }
  });

  it('copies bulks of every length and alignment as words', () => {
    const bytes = Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 7) & 0xff));
    const memory = new DataView(new SharedArrayBuffer(315));
    bytes.copy(Buffer.from(memory.buffer));
    for (let start = 0; start < 5; start++) {
      for (let end = start; end <= 300; end++) {
        writer.bulkOfWords(memory, start, end);
        writer.bulkOfWords(memory, end, end);
        const text = bytes.toString('latin1', start, end);
        expect(output(writer) === `$${end - start}\r\n${text}\r\n$0\r\n\r\n`).toBe(true);
        writer.reset();
      }
    }
  });

  it('goes on in another chunk with words too', () => {
    const memory = new DataView(new Uint8Array(144).fill(0x61).buffer);
    const bulk = `$128\r\n${'a'.repeat(128)}\r\n`;
    const count = Math.ceil((CHUNK_BYTES * 2.5) / bulk.length);
    for (let i = 0; i < count; i++) writer.bulkOfWords(memory, 1, 129);
    expect(output(writer) === bulk.repeat(count)).toBe(true);
  });

  it('writes 64-bit integers', () => {
    for (const n of [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 10n ** 18n, -(10n ** 9n), 10n ** 9n]) {
      writer.bigInteger(n);
      writer.bulkBigInteger(n);
      expect(output(writer)).toBe(`:${n}\r\n$${String(n).length}\r\n${n}\r\n`);
      writer.reset();
    }
  });

  it('sends precomputed lines', () => {
    writer.errorLine(Buffer.from('-NOAUTH Authentication required.\r\n'));
    expect(output(writer)).toBe('-NOAUTH Authentication required.\r\n');
  });

  it('changes protocol in mid batch', () => {
    writer.null();
    writer.setResp(3);
    writer.null();
    expect(output(writer)).toBe('$-1\r\n_\r\n');
  });

  it('goes on in another chunk when one is full, and reuses the first after a reset', () => {
    const first = writer.buf;
    const filled = fill(writer, 3);
    writer.ok();
    writer.ok();
    expect(writer.segmentCount()).toBe(2);
    expect(output(writer)).toBe(`${'x'.repeat(filled)}+OK\r\n+OK\r\n`);
    writer.reset();
    expect([writer.segmentCount(), writer.byteCount]).toEqual([0, 0]);
    expect([first, writer.buf].map((chunk) => chunk.length)).toEqual([CHUNK_BYTES, CHUNK_BYTES]);
  });

  it('takes replies larger than a chunk and keeps none of that memory', () => {
    const big = Buffer.alloc(CHUNK_BYTES * 3, 'b');
    writer.bulk(big, 0, big.length);
    expect(writer.segmentCount()).toBe(1);
    expect(output(writer)).toBe(`$${big.length}\r\n${big.toString()}\r\n`);
    writer.reset();
    expect(writer.buf.length).toBe(CHUNK_BYTES);
    writer.ok();
    writer.bulk(big, 0, big.length);
    writer.ok();
    expect(output(writer)).toBe(`+OK\r\n$${big.length}\r\n${big.toString()}\r\n+OK\r\n`);
  });

  it('has room for what was ensured without taking a chunk', () => {
    fill(writer, 10);
    writer.ensure(1000);
    const chunk = writer.buf;
    writer.raw(Buffer.alloc(1000), 0, 1000);
    expect(writer.buf).toBe(chunk);
  });

  it('takes the chunks that were kept ready, and allocates none', () => {
    writer.keepSpare(2);
    const allocate = vi.spyOn(Buffer, 'allocUnsafeSlow');
    const length = CHUNK_BYTES / 2 - 100;
    for (let i = 0; i < 6; i++) writer.bulk(Buffer.alloc(length), 0, length);
    expect(allocate).not.toHaveBeenCalled();
    writer.bulk(Buffer.alloc(length), 0, length);
    expect(allocate).toHaveBeenCalled();
    allocate.mockRestore();
  });

  it('sends external memory in its place', () => {
    const pages = Buffer.from('pages');
    writer.ok();
    writer.bulkHeader(5);
    writer.external(pages, 77);
    writer.crlf();
    expect(output(writer)).toBe('+OK\r\n$5\r\npages\r\n');
    expect([0, 1, 2].map((i) => writer.segmentToken(i))).toEqual([0, 77, 0]);
    expect(writer.segmentBuffer(1).buffer).toBe(pages.buffer);
    expect(released).toEqual([]);
    writer.reset();
    expect(released).toEqual([77]);
  });

  it('leaves chunks and tokens to the socket after detach', () => {
    writer.ok();
    writer.external(Buffer.from('e'), 5);
    fill(writer, 0);
    writer.ok();
    const before = writer.segmentBuffer(0);
    const held = writer.detach();
    expect(held).toHaveLength(2);
    expect(writer.segmentCount()).toBe(0);
    writer.pong();
    expect(before.toString()).toBe('+OK\r\n');
    expect(output(writer)).toBe('+PONG\r\n');
    expect(released).toEqual([]);
    for (const chunk of held) writer.recycle(chunk);
    fill(writer, 0);
    writer.ok();
    expect(held).toContain(writer.buf);
  });
});

describe('lengths known afterwards', () => {
  it.each([
    ['array', 2, '*2\r\n', '*2\r\n'],
    ['array', 0, '*0\r\n', '*0\r\n'],
    ['set', 12, '*12\r\n', '~12\r\n'],
    ['map', 5, '*10\r\n', '%5\r\n'],
    ['push', 1234567, '*1234567\r\n', '>1234567\r\n'],
  ] as [DeferredKind, number, string, string][])('%s of %i', (kind, n, resp2, resp3) => {
    for (const resp of [2, 3] as const) {
      const { writer } = create(resp);
      writer.ok();
      const mark = writer.deferred();
      writer.integer(1);
      writer.resolveDeferred(mark, kind, n);
      writer.ok();
      expect(output(writer)).toBe(`+OK\r\n${resp === 2 ? resp2 : resp3}:1\r\n+OK\r\n`);
      expect(writer.segmentCount()).toBe(1);
    }
  });

  it.each([1, 123])('of %i when the chunk was sealed, by another chunk or by external memory', (n) => {
    for (const seal of ['chunk', 'external', 'room']) {
      const { writer } = create();
      writer.ok();
      const mark = writer.deferred();
      let between = '';
      if (seal === 'external') {
        writer.external(Buffer.from('ext'), 1);
        between = 'ext';
      } else between = 'x'.repeat(fill(writer, seal === 'room' ? 1 : 0));
      if (seal !== 'room') {
        writer.ok();
        between += '+OK\r\n';
      }
      writer.resolveDeferred(mark, 'array', n);
      writer.pong();
      expect(output(writer)).toBe(`+OK\r\n*${n}\r\n${between}+PONG\r\n`);
    }
  });

  it('nests', () => {
    const { writer } = create(3);
    const outer = writer.deferred();
    let expected = '';
    for (let i = 0; i < 12; i++) {
      const inner = writer.deferred();
      for (let j = 0; j < i * 9; j++) writer.integer(j);
      writer.resolveDeferred(inner, 'array', i * 9);
      expected += `*${i * 9}\r\n${Array.from({ length: i * 9 }, (_, j) => `:${j}\r\n`).join('')}`;
    }
    writer.resolveDeferred(outer, 'set', 12);
    expect(output(writer)).toBe(`~12\r\n${expected}`);
  });
});

describe('rollback', () => {
  it('drops what was written, across chunks, and releases external memory', () => {
    for (const big of [false, true]) {
      const { writer, released } = create();
      writer.ok();
      const mark = writer.mark();
      writer.bulkHeader(3);
      writer.external(Buffer.from('abc'), 9);
      writer.crlf();
      if (big) {
        fill(writer, 0);
        writer.deferred();
        fill(writer, 0);
        writer.ok();
      }
      writer.rollback(mark);
      expect(output(writer)).toBe('+OK\r\n');
      expect(released).toEqual([9]);
      writer.pong();
      expect(output(writer)).toBe('+OK\r\n+PONG\r\n');
      writer.reset();
      expect(released).toEqual([9]);
    }
  });

  it('keeps external memory before the mark', () => {
    const { writer, released } = create();
    writer.external(Buffer.from('a'), 1);
    const mark = writer.mark();
    writer.external(Buffer.from('b'), 2);
    writer.rollback(mark);
    expect(output(writer)).toBe('a');
    expect(released).toEqual([2]);
  });
});

type Step = ['int', number] | ['bulk', number] | ['external', number] | ['open'] | ['close'] | ['try', number];
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constant('int' as const), fc.maxSafeInteger()),
  fc.tuple(fc.constant('bulk' as const), fc.nat(70_000)),
  fc.tuple(fc.constant('external' as const), fc.nat(20)),
  fc.tuple(fc.constant('open' as const)),
  fc.tuple(fc.constant('close' as const)),
  fc.tuple(fc.constant('try' as const), fc.nat(300_000)),
);

describe('random batches', () => {
  it('decode to what was written, whatever was sealed, deferred or rolled back', () => {
    const data = Buffer.alloc(300_000, 'd');
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 30 }), { maxLength: 3 }), (batches) => {
        const { writer, released } = create(3);
        let tokens = 0;
        for (const steps of batches) {
          const open: { mark: number; items: string[] }[] = [];
          const top: string[] = [];
          const into = (text: string) => (open.at(-1)?.items ?? top).push(text);
          const close = () => {
            const level = open.pop()!;
            writer.resolveDeferred(level.mark, 'array', level.items.length);
            into(`*${level.items.length}\r\n${level.items.join('')}`);
          };
          for (const [what, n = 0] of steps) {
            if (what === 'int') {
              writer.integer(n);
              into(`:${n}\r\n`);
            } else if (what === 'bulk') {
              writer.bulk(data, 0, n);
              into(`$${n}\r\n${'d'.repeat(n)}\r\n`);
            } else if (what === 'external') {
              writer.bulkHeader(n);
              if (n > 0) writer.external(data.subarray(0, n), ++tokens);
              writer.crlf();
              into(`$${n}\r\n${'d'.repeat(n)}\r\n`);
            } else if (what === 'open') open.push({ mark: writer.deferred(), items: [] });
            else if (what === 'close' && open.length > 0) close();
            else if (what === 'try') {
              const mark = writer.mark();
              writer.bulk(data, 0, n);
              writer.external(data.subarray(0, 3), ++tokens);
              writer.deferred();
              writer.rollback(mark);
            }
          }
          while (open.length > 0) close();
          expect(output(writer) === top.join('')).toBe(true);
          expect(decodeReplies(Buffer.from(output(writer), 'latin1'))).toHaveLength(top.length);
          writer.reset();
          expect(released.length).toBe(tokens);
          expect(writer.byteCount).toBe(0);
        }
      }),
      { numRuns: 150 },
    );
  });
});
