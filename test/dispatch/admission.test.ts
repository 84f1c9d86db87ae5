/** A command that needs much room gets it in turns, between which others are served. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defaultLimits } from '../../protocol/resp/limits.ts';
import { RequestParser } from '../../protocol/resp/request-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { PARKED_LOCKS } from '../../src/dispatch/context.ts';
import { DONE } from '../../src/dispatch/dispatcher.ts';
import { ParsedRequest } from '../../src/dispatch/request.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

let clockUs = 0;
vi.mock(import('../../src/memory/clock.ts'), async (original) => ({
  ...(await original()),
  // Each look finds a quarter of a millisecond gone.
  monotonicUs: () => {
    clockUs += 250;
    return clockUs;
  },
}));

const KEYS = 5_000;
let server: InProcess;
beforeEach(async () => {
  server = await startInProcess({ settings: ['--maxmemory-policy', 'allkeys-lru'] });
  for (let i = 0; i < KEYS; i++) server.send(['SET', `key:${i}`, 'x'.repeat(500)]);
  server.store.heap.flushUsed();
  server.limit.applyLimit(server.limit.pressureBytes());
});
afterEach(() => expect(server.emptyAndAudit()).toEqual([]));

function parse(...words: string[]): ParsedRequest {
  const parser = new RequestParser(defaultLimits());
  const bytes = encodeCommand(words);
  parser.feed(bytes, 0, bytes.length);
  parser.next();
  const request = new ParsedRequest();
  request.take(parser);
  server.dispatcher.ahead.look(request);
  return request;
}

it.each([
  ['SETRANGE', 'new', '1000000', 'end'],
  ['SETRANGE', 'key:1', '900000', 'end'],
])('%s %s %s', (...words) => {
  const request = parse(...words);
  const { call, client, dispatcher } = server;
  let turns = 0;
  call.reply.begin(2);
  for (let left = server.store.size(0); ; left = server.store.size(0)) {
    const outcome = dispatcher.dispatch(client, request);
    dispatcher.endGroup();
    if (outcome === DONE) break;
    expect(outcome).toBe(PARKED_LOCKS);
    expect(call.reply.byteCount).toBe(0);
    expect(left - server.store.size(0)).toBeLessThanOrEqual(100);
    turns++;
    expect(client.roomTurns).toBe(turns);
  }
  expect(turns).toBeGreaterThan(5);
  expect(client.roomTurns).toBe(0);
  expect(call.reply.byteCount).toBeGreaterThan(0);
  call.reply.reset();
});

it('after many turns in vain the rest goes at once', () => {
  server.client.roomTurns = 500;
  expect(server.dispatcher.dispatch(server.client, parse('SETRANGE', 'new', '1000000', 'end'))).toBe(DONE);
  server.dispatcher.endGroup();
  server.call.reply.reset();
});

it('a little room is made at once', () => {
  for (let i = 0; i < 500; i++) {
    expect(server.dispatcher.dispatch(server.client, parse('APPEND', `new:${i}`, 'x'.repeat(3_000)))).toBe(DONE);
  }
  server.dispatcher.endGroup();
  server.call.reply.reset();
});
