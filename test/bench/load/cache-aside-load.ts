/**
 * A cache in use: GET a key, and where it is missing SET it, `depth` of these chains on each connection.
 *
 * A GET's latency is from the write that carried it to its reply. Each connection writes once for all replies of one
 * read. Requests are built in a ring that holds more than `depth` of the largest request, so a part of it is written
 * over only after the replies to what was in it have come.
 */
import type { Socket } from 'node:net';
import { Histogram } from '../stats/histogram.ts';
import { Random, randomLetters } from '../stats/random.ts';
import { scatter, Zipf } from '../stats/zipf.ts';
import type { CacheAsideJob, LoadResult } from './jobs.ts';
import { openSocket } from './open-socket.ts';
import { ReplyScanner } from './reply-scanner.ts';
import { writeDigits } from './template.ts';

const keyDigits = 12;
const keyOffset = Buffer.byteLength('*2\r\n$3\r\nGET\r\n$16\r\nkey:'); // the same for SET
const isSet = 1;

function keyMaker(job: CacheAsideJob): () => number {
  const random = new Random(job.seed ?? 1);
  if (job.pattern === 'sequential') {
    let next = job.firstKey ?? 0;
    return () => next++ % job.keys;
  }
  if (job.pattern === 'random') return () => random.below(job.keys);
  const zipf = new Zipf(job.keys, 0.99);
  return () => scatter(zipf.draw(random), job.keys);
}

export class CacheAsideLoad {
  readonly #job: CacheAsideJob;
  readonly #get: Buffer;
  readonly #set: Buffer;
  readonly #nextKey: () => number;
  readonly #histogram = new Histogram();
  readonly #sockets: Socket[] = [];
  #gets = 0;
  #misses = 0;
  #busy = 0;
  #stopAt = 0;
  #finish: () => void = () => {};
  #fail: (error: Error) => void = () => {};

  constructor(job: CacheAsideJob) {
    this.#job = job;
    const key = `key:${'0'.repeat(keyDigits)}`;
    this.#get = Buffer.from(`*2\r\n$3\r\nGET\r\n$16\r\n${key}\r\n`);
    const head = Buffer.from(`*3\r\n$3\r\nSET\r\n$16\r\n${key}\r\n$${job.valueBytes}\r\n`);
    this.#set = Buffer.concat([head, randomLetters(job.valueBytes), Buffer.from('\r\n')]);
    this.#nextKey = keyMaker(job);
  }

  stop(): void {
    this.#stopAt = 0;
  }

  async run(onStart: () => void): Promise<LoadResult> {
    const over = new Promise<void>((done, fail) => {
      this.#finish = done;
      this.#fail = fail;
    });
    over.catch(() => {});
    const begin: (() => void)[] = [];
    for (let i = 0; i < this.#job.connections; i++) begin.push(await this.#connect());
    onStart();
    const startedAt = performance.now();
    this.#stopAt = startedAt + this.#job.durationMs;
    for (const start of begin) start();
    try {
      await over;
    } finally {
      for (const socket of this.#sockets) socket.destroy();
    }
    return {
      done: this.#gets,
      seconds: (performance.now() - startedAt) / 1000,
      errors: 0,
      firstError: '',
      nulls: this.#misses,
      latency: this.#histogram.summary(),
      deadlines: { firstBin: 0, counts: [] },
      nextSeq: (this.#job.firstKey ?? 0) + this.#gets,
    };
  }

  /** Opens one connection; the function it resolves to sends its first requests. */
  async #connect(): Promise<() => void> {
    const depth = this.#job.depth;
    const ring = Buffer.allocUnsafe(this.#set.length * (2 * depth + 2));
    const scanner = new ReplyScanner();
    const pending = Array.from({ length: depth }, () => ({ key: 0, kind: 0, sentAt: 0 }));
    let head = 0;
    let tail = 0;
    let from = 0;
    let to = 0;

    const append = (kind: number, key: number, now: number): void => {
      const bytes = kind === isSet ? this.#set : this.#get;
      if (to + bytes.length > ring.length) {
        flush();
        from = 0;
        to = 0;
      }
      bytes.copy(ring, to);
      writeDigits(ring, to + keyOffset, keyDigits, key);
      to += bytes.length;
      const slot = pending[tail++ % depth]!;
      slot.key = key;
      slot.kind = kind;
      slot.sentAt = now;
      this.#busy++;
    };
    const flush = (): void => {
      if (to > from) socket.write(ring.subarray(from, to));
      from = to;
    };
    const receive = (bytes: Uint8Array, length: number): void => {
      const now = performance.now();
      let at = 0;
      while (at < length) {
        const before = scanner.replies;
        at = scanner.step(bytes, at, length);
        if (scanner.replies === before) break;
        const slot = pending[head++ % depth]!;
        const { key, kind } = slot;
        this.#busy--;
        const missed = kind !== isSet && scanner.lastWasNull === 1;
        if (kind !== isSet) {
          this.#gets++;
          if (missed) this.#misses++;
          this.#histogram.record((now - slot.sentAt) * 1000);
        }
        if (missed) append(isSet, key, now);
        else if (now < this.#stopAt) append(0, this.#nextKey(), now);
      }
      flush();
      if (scanner.errors > 0) this.#fail(new Error(`the server answered: ${scanner.firstError}`));
      else if (this.#busy === 0) this.#finish();
    };
    const socket = await openSocket(this.#job.port, receive, this.#fail);
    this.#sockets.push(socket);
    return () => {
      const now = performance.now();
      for (let i = 0; i < depth; i++) append(0, this.#nextKey(), now);
      flush();
    };
  }
}
