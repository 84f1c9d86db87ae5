/**
 * One publisher and many subscribers. The publisher keeps `window` messages on their way: it publishes again when the
 * slowest subscriber has caught up, so no server can look fast by buffering.
 */
import type { Socket } from 'node:net';
import { Histogram } from '../stats/histogram.ts';
import { randomLetters } from '../stats/random.ts';
import type { FanoutJob, LoadResult } from './jobs.ts';
import { openSocket } from './open-socket.ts';

const channel = 'news';

export class FanoutLoad {
  readonly #job: FanoutJob;
  readonly #received: Float64Array;
  readonly #messageBytes: number;
  readonly #sockets: Socket[] = [];
  #published = 0;
  #finish: () => void = () => {};
  #fail: (error: Error) => void = () => {};
  #publish: (count: number) => void = () => {};
  #stopped = false;

  constructor(job: FanoutJob) {
    this.#job = job;
    this.#received = new Float64Array(job.subscribers);
    const head = `*3\r\n$7\r\nmessage\r\n$${channel.length}\r\n${channel}\r\n$${job.payloadBytes}\r\n`;
    this.#messageBytes = head.length + job.payloadBytes + 2;
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(onStart: () => void): Promise<LoadResult> {
    const over = new Promise<void>((done, fail) => {
      this.#finish = done;
      this.#fail = fail;
    });
    over.catch(() => {});
    for (let i = 0; i < this.#job.subscribers; i++) await this.#subscribe(i);
    const socket = await openSocket(this.#job.port, () => {}, this.#fail);
    this.#sockets.push(socket);
    const body = randomLetters(this.#job.payloadBytes).toString();
    const one = Buffer.from(
      `*3\r\n$7\r\nPUBLISH\r\n$${channel.length}\r\n${channel}\r\n$${body.length}\r\n${body}\r\n`,
    );
    const many = Buffer.concat(Array.from({ length: this.#job.window }, () => one));
    this.#publish = (count) => {
      this.#published += count;
      socket.write(many.subarray(0, count * one.length));
    };
    onStart();
    const startedAt = performance.now();
    this.#publish(Math.min(this.#job.window, this.#job.messages));
    try {
      await over;
    } finally {
      for (const each of this.#sockets) each.destroy();
    }
    return {
      done: this.#published * this.#job.subscribers,
      seconds: (performance.now() - startedAt) / 1000,
      errors: 0,
      firstError: '',
      nulls: 0,
      latency: new Histogram().summary(),
      deadlines: { firstBin: 0, counts: [] },
      nextSeq: 0,
    };
  }

  async #subscribe(index: number): Promise<void> {
    const confirmation = `*3\r\n$9\r\nsubscribe\r\n$${channel.length}\r\n${channel}\r\n:1\r\n`.length;
    let bytesLeft = confirmation;
    let confirmed: () => void = () => {};
    const ready = new Promise<void>((done) => {
      confirmed = done;
    });
    const receive = (_bytes: Uint8Array, length: number): void => {
      if (bytesLeft > 0) {
        bytesLeft -= length;
        if (bytesLeft <= 0) confirmed();
        return;
      }
      this.#received[index] = this.#received[index]! + length;
      if (this.#received[index]! >= this.#published * this.#messageBytes) this.#caughtUp();
    };
    const socket = await openSocket(this.#job.port, receive, this.#fail);
    this.#sockets.push(socket);
    socket.write(`*2\r\n$9\r\nSUBSCRIBE\r\n$${channel.length}\r\n${channel}\r\n`);
    await ready;
  }

  #caughtUp(): void {
    const wanted = this.#published * this.#messageBytes;
    for (let i = 0; i < this.#received.length; i++) if (this.#received[i]! < wanted) return;
    if (this.#stopped || this.#published >= this.#job.messages) this.#finish();
    else this.#publish(Math.min(this.#job.window, this.#job.messages - this.#published));
  }
}
