import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReplyParser } from '../../protocol/resp/reply-parser.ts';
import { BusyError, bytesOf, CommandChannel, CommandError, itemsOf, textOf } from '../../src/admin/command-channel.ts';
import type { ClientPort } from '../../src/messaging/client-port.ts';

/** An io thread as the channel sees it: takes requests, and answers when told. */
class Thread {
  requests: string[][] = [];
  /** Of each connection, whether nobody waits any more for what was sent. */
  readonly left: Int32Array[] = [];
  #own!: MessagePort;

  connect(): ClientPort {
    const { port1, port2 } = new MessageChannel();
    const parser = new ReplyParser();
    const left = new SharedArrayBuffer(4);
    this.left.push(new Int32Array(left));
    this.requests = [];
    this.#own = port2;
    port2.on('message', (bytes: Uint8Array) => {
      parser.feed(bytes);
      for (const request of parser.all()) this.requests.push(itemsOf(request).map(textOf));
    });
    return { port: port1, left };
  }

  answer(replies: string): void {
    this.#own.postMessage(Buffer.from(replies));
  }

  close(): void {
    this.#own.close();
  }
}

let threads: Thread[];
let channel: CommandChannel;

beforeEach(() => {
  threads = [new Thread(), new Thread()];
  channel = new CommandChannel(
    threads.map((thread) => () => thread.connect()),
    16,
  );
});
afterEach(() => {
  for (const thread of threads) thread.close();
});

const asked = (thread: Thread | undefined) => expect.poll(() => thread?.requests);

describe('the channel to the io threads', () => {
  it('asks and is answered, in order, however replies are cut', async () => {
    const replies = [channel.text(0, 'PING'), channel.integer(0, 'DBSIZE'), channel.array(0, 'KEYS', '*')];
    await asked(threads[0]).toEqual([['PING'], ['KEYS', '*']]);
    await asked(threads[1]).toEqual([['DBSIZE']]);
    threads[1]!.answer(':7\r\n');
    threads[0]!.answer('+PO');
    threads[0]!.answer('NG\r\n*1\r\n$2\r\n');
    threads[0]!.answer('ab\r\n');
    const [pong, size, keys] = (await Promise.all(replies)) as [string, number, Parameters<typeof bytesOf>[0][]];
    expect([pong, size, bytesOf(keys[0]).toString()]).toEqual(['PONG', 7, 'ab']);
  });

  it('selects a database once, and gives the work to whom it waits for least', async () => {
    const first = channel.run(3, 'GET', 'a');
    await asked(threads[0]).toEqual([
      ['SELECT', '3'],
      ['GET', 'a'],
    ]);
    const second = channel.run(3, 'GET', 'b');
    await asked(threads[1]).toEqual([
      ['SELECT', '3'],
      ['GET', 'b'],
    ]);
    threads[0]!.answer('+OK\r\n$-1\r\n');
    expect((await first).value).toBe(null);
    const third = channel.run(3, 'GET', 'c');
    await asked(threads[0]).toEqual([
      ['SELECT', '3'],
      ['GET', 'a'],
      ['GET', 'c'],
    ]);
    threads[0]!.answer('+c\r\n');
    threads[1]!.answer('+OK\r\n+b\r\n');
    expect([textOf(await second), textOf(await third)]).toEqual(['b', 'c']);
    expect([channel.hasDatabase(15), channel.hasDatabase(16)]).toEqual([true, false]);
  });

  it('tells what was refused, and leaves that out where several were asked', async () => {
    const refused = channel.run(0, 'INCR', 'h');
    threads[0]!.answer('-WRONGTYPE no\r\n');
    await expect(refused).rejects.toThrow(new CommandError('WRONGTYPE no'));
    const several = channel.runAll(0, [
      ['TYPE', 'a'],
      ['OBJECT', 'FREQ', 'a'],
    ]);
    threads[0]!.answer('+string\r\n-ERR no\r\n');
    expect((await several).map((reply) => reply && textOf(reply))).toEqual(['string', undefined]);
  });

  it('asks a few at a time, the next when those are answered: so that clients have their turns in between', async () => {
    const commands = Array.from({ length: 250 }, (_, i) => ['TYPE', `key:${i}`]);
    const several = channel.runAll(0, commands);
    let answered = 0;
    for (const length of [120, 120, 10]) {
      const thread = threads[0]!;
      await asked(thread).toEqual(commands.slice(0, answered + length));
      thread.answer(
        commands
          .slice(answered, answered + length)
          .map(([, key]) => `+${key}\r\n`)
          .join(''),
      );
      answered += length;
    }
    expect((await several).map(textOf)).toEqual(commands.map(([, key]) => key));
    expect(threads[1]!.requests).toEqual([]);
  });

  it('ends what waits when a thread ends', async () => {
    const waiting = channel.run(0, 'GET', 'a');
    threads[0]!.close();
    await expect(waiting).rejects.toThrow(BusyError);
  });

  it('gives up what nobody waits for any more, and asks others first until that thread is heard of again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      // What is behind the first would run after it, if ever.
      const [first, second, behind] = [['FLUSHALL'], ['PING'], ['DEL', 'a']].map((args) => channel.run(0, ...args));
      const failed = [first, behind].map((reply) => expect(reply).rejects.toThrow(BusyError));
      await asked(threads[0]).toEqual([['FLUSHALL'], ['DEL', 'a']]);
      await asked(threads[1]).toEqual([['PING']]);
      threads[1]!.answer('+PONG\r\n');
      expect(textOf(await second)).toBe('PONG');
      vi.advanceTimersByTime(9_000);
      expect(threads[0]!.left.map(([word]) => word)).toEqual([0]);
      vi.advanceTimersByTime(1_000);
      await Promise.all(failed);
      expect(threads.map(({ left }) => left.map(([word]) => word))).toEqual([[1], [0]]);
      const next = [channel.text(0, 'PING', '1'), channel.text(0, 'PING', '2')];
      await asked(threads[1]).toEqual([['PING'], ['PING', '1']]);
      // Over a connection of its own: nothing that comes late is taken for its reply.
      await asked(threads[0]).toEqual([['PING', '2']]);
      expect(threads[0]!.left.map(([word]) => word)).toEqual([1, 0]);
      for (const thread of threads) thread.answer('+late\r\n');
      expect(await Promise.all(next)).toEqual(['late', 'late']);
    } finally {
      vi.useRealTimers();
    }
  });
});
