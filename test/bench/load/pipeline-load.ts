/**
 * The engine behind most cases: every connection writes a batch, counts the replies, writes the next.
 *
 * A batch buffer is written to again only when all replies to it have come, so the server has read all of it and the
 * kernel holds none of it. Latency is from the write of a batch to its last reply.
 */
import type { Socket } from 'node:net';
import { Histogram } from '../stats/histogram.ts';
import type { LoadResult, PipelineJob } from './jobs.ts';
import { openSocket } from './open-socket.ts';
import { ReplyScanner } from './reply-scanner.ts';
import { Template } from './template.ts';

interface Batch {
  readonly buffer: Buffer;
  units: number;
  sentAt: number;
}

class Lane {
  readonly scanner = new ReplyScanner();
  readonly waiting: Batch[] = [];
  readonly idle: Batch[];
  socket: Socket | undefined;

  constructor(template: Template, job: PipelineJob) {
    this.idle = Array.from({ length: job.inFlight ?? 1 }, () => ({
      buffer: template.batch(job.batch),
      units: 0,
      sentAt: 0,
    }));
  }
}

export class PipelineLoad {
  readonly #job: PipelineJob;
  readonly #template: Template;
  readonly #histogram = new Histogram();
  readonly #lanes: Lane[] = [];
  #left: number;
  #done = 0;
  #busy = 0;
  #stopAt = Number.POSITIVE_INFINITY;
  #startedAt = 0;
  #endedAt = 0;
  #finish: () => void = () => {};
  #fail: (error: Error) => void = () => {};

  constructor(job: PipelineJob) {
    this.#job = job;
    this.#template = new Template(job.unit, job.seed ?? 1, job.firstSeq ?? 0);
    this.#left = job.units ?? Number.POSITIVE_INFINITY;
  }

  /** Ends the job after the replies that are still under way. */
  stop(): void {
    this.#left = 0;
    if (this.#busy === 0) this.#finish();
  }

  /** Connects, calls `onStart`, sends everything, resolves with what happened. */
  async run(onStart: () => void): Promise<LoadResult> {
    const over = new Promise<void>((done, fail) => {
      this.#finish = done;
      this.#fail = fail;
    });
    over.catch(() => {});
    for (let i = 0; i < this.#job.connections; i++) {
      const lane = new Lane(this.#template, this.#job);
      lane.socket = await openSocket(this.#job.port, (bytes, length) => this.#receive(lane, bytes, length), this.#fail);
      this.#lanes.push(lane);
    }
    onStart();
    this.#startedAt = performance.now();
    this.#stopAt = this.#startedAt + (this.#job.durationMs ?? Number.POSITIVE_INFINITY);
    for (const lane of this.#lanes) this.#send(lane);
    if (this.#busy === 0) this.#finish();
    try {
      await over;
    } finally {
      for (const lane of this.#lanes) lane.socket?.destroy();
    }
    return this.#result();
  }

  #send(lane: Lane): void {
    while (lane.idle.length > 0 && this.#left > 0) {
      const now = performance.now();
      if (now >= this.#stopAt) {
        this.#left = 0;
        return;
      }
      const batch = lane.idle.pop()!;
      batch.units = Math.min(this.#job.batch, this.#left);
      this.#left -= batch.units;
      this.#template.patch(batch.buffer, batch.units);
      lane.waiting.push(batch);
      this.#busy++;
      const full = batch.units === this.#job.batch;
      batch.sentAt = performance.now();
      lane.socket?.write(full ? batch.buffer : batch.buffer.subarray(0, batch.units * this.#template.bytes.length));
    }
  }

  #receive(lane: Lane, bytes: Uint8Array, length: number): void {
    const scanner = lane.scanner;
    scanner.feed(bytes, length);
    if (scanner.errors > 0 && this.#job.allowErrors !== true) {
      this.#fail(new Error(`the server answered: ${scanner.firstError}`));
      return;
    }
    let batch = lane.waiting[0];
    while (batch !== undefined && scanner.replies >= batch.units * this.#template.replies) {
      const now = performance.now();
      const micros = (now - batch.sentAt) * 1000;
      if (this.#job.intervalUs === undefined) this.#histogram.record(micros);
      else this.#histogram.recordCorrected(micros, this.#job.intervalUs);
      scanner.replies -= batch.units * this.#template.replies;
      this.#done += batch.units;
      this.#endedAt = now;
      this.#busy--;
      lane.waiting.shift();
      lane.idle.push(batch);
      batch = lane.waiting[0];
    }
    this.#send(lane);
    if (this.#busy === 0) this.#finish();
  }

  #result(): LoadResult {
    const sum = (of: (scanner: ReplyScanner) => number): number =>
      this.#lanes.reduce((total, lane) => total + of(lane.scanner), 0);
    return {
      done: this.#done,
      seconds: (this.#endedAt - this.#startedAt) / 1000,
      errors: sum((scanner) => scanner.errors),
      firstError: this.#lanes.find((lane) => lane.scanner.errors > 0)?.scanner.firstError ?? '',
      nulls: sum((scanner) => scanner.nulls),
      latency: this.#histogram.summary(),
      deadlines: this.#template.deadlines.toJSON(),
      nextSeq: (this.#job.firstSeq ?? 0) + this.#done,
    };
  }
}
