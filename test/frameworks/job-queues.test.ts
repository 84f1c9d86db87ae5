/** BullMQ: every job is done once, whatever its delay, priority, parent or schedule, by workers on many connections. */
import { FlowProducer, type Job, Queue, QueueEvents, Worker } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FrameworkServer, runsScripts, startFrameworkServer } from './framework-server.ts';

const JOBS = 10_000;
const WAIT_MS = 90_000;
/** Every other job waits as it is, one in four for its time, and one in four for those that come before it. */
const OPTIONS = [{}, { delay: 300 }, {}, { priority: 3 }];

describe.each([1, 2])('%i io threads', (threads) => {
  let server: FrameworkServer;
  let scripts = false;
  const open: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    server = await startFrameworkServer(threads);
    scripts = await runsScripts(server);
  });
  afterAll(async () => {
    for (const each of open.reverse()) await each.close();
    await server.stop();
  });

  const connection = () => ({ host: '127.0.0.1', port: server.port, maxRetriesPerRequest: null });

  function queueOf(name: string): Queue {
    const queue = new Queue(name, { connection: connection() });
    open.push(queue);
    return queue;
  }

  /** Workers that note which jobs they were given. */
  function work(name: string, workers: number, concurrency: number, done: (job: Job) => unknown): void {
    for (let i = 0; i < workers; i++) {
      const worker = new Worker(name, async (job) => done(job), { connection: connection(), concurrency });
      worker.on('error', () => undefined);
      open.push(worker);
    }
  }

  it('workers finish ten thousand jobs, delayed and with priorities too: none is lost, none is done twice', {
    timeout: WAIT_MS,
  }, async (context) => {
    context.skip(!scripts, 'the server runs no scripts');
    const queue = queueOf('many');
    const times = new Map<number, number>();
    work('many', 4, 25, (job) => times.set(job.data.n, (times.get(job.data.n) ?? 0) + 1));
    for (let first = 0; first < JOBS; first += 500) {
      await queue.addBulk(
        Array.from({ length: 500 }, (_, i) => ({ name: 'count', data: { n: first + i }, opts: OPTIONS[i % 4]! })),
      );
    }
    await expect.poll(() => queue.getCompletedCount(), { timeout: WAIT_MS - 20_000, interval: 200 }).toBe(JOBS);
    expect(times.size).toBe(JOBS);
    expect([...times.values()].every((count) => count === 1)).toBe(true);
    expect(await queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized', 'failed')).toEqual({
      waiting: 0,
      active: 0,
      delayed: 0,
      prioritized: 0,
      failed: 0,
    });
    await queue.obliterate();
  });

  it('delays are kept, priorities come first, and failed jobs are tried again', {
    timeout: WAIT_MS,
  }, async (context) => {
    context.skip(!scripts, 'the server runs no scripts');
    const queue = queueOf('ordered');
    await queue.addBulk([
      { name: 'low', data: {}, opts: { priority: 9 } },
      { name: 'high', data: {}, opts: { priority: 1 } },
      { name: 'middle', data: {}, opts: { priority: 5 } },
      { name: 'first', data: {} },
    ]);
    const added = Date.now();
    await queue.add('late', {}, { delay: 400 });
    await queue.add('stubborn', {}, { priority: 20, attempts: 3, backoff: { type: 'fixed', delay: 50 } });
    const order: string[] = [];
    let lateAfter = 0;
    work('ordered', 1, 1, (job) => {
      order.push(job.name);
      if (job.name === 'late') lateAfter = Date.now() - added;
      if (job.name === 'stubborn' && job.attemptsMade < 2) throw new Error('again');
    });
    await expect.poll(() => queue.getCompletedCount(), { timeout: 20_000 }).toBe(6);
    expect(order.filter((name) => name !== 'stubborn' && name !== 'late')).toEqual(['first', 'high', 'middle', 'low']);
    expect(order.filter((name) => name === 'stubborn')).toHaveLength(3);
    expect(lateAfter).toBeGreaterThanOrEqual(400);
  });

  it('a schedule repeats, and a parent waits for its children', { timeout: WAIT_MS }, async (context) => {
    context.skip(!scripts, 'the server runs no scripts');
    const queue = queueOf('flows');
    const events = new QueueEvents('flows', { connection: connection() });
    open.push(events);
    await events.waitUntilReady();
    await queue.upsertJobScheduler('tick', { every: 100, limit: 3 }, { name: 'tick' });
    const order: string[] = [];
    work('flows', 2, 5, async (job) => {
      order.push(job.name);
      if (job.name !== 'parent') return Number(job.name.slice(6)) || 0;
      return Object.values(await job.getChildrenValues()).reduce((sum, value) => sum + value, 0);
    });
    const flows = new FlowProducer({ connection: connection() });
    open.push(flows);
    const children = Array.from({ length: 20 }, (_, i) => ({ name: `child-${i}`, queueName: 'flows', data: {} }));
    const { job } = await flows.add({ name: 'parent', queueName: 'flows', data: {}, children });
    expect(await job.waitUntilFinished(events, 20_000)).toBe(190);
    expect(order.indexOf('parent')).toBe(order.filter((name) => name !== 'tick').length - 1 + ticksBefore(order));
    await expect.poll(() => order.filter((name) => name === 'tick').length, { timeout: 10_000 }).toBe(3);
  });
});

/** Ticks that ran before the parent. */
function ticksBefore(order: readonly string[]): number {
  return order.slice(0, order.indexOf('parent')).filter((name) => name === 'tick').length;
}
