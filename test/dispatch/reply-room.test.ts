/** Replies of one batch lie in as few pieces as their bytes allow: each piece is a write of its own. */
import { afterEach, beforeAll, expect, it } from 'vitest';
import { defaultLimits } from '../../protocol/resp/limits.ts';
import { CHUNK_BYTES } from '../../protocol/resp/reply-writer.ts';
import { COMMAND, RequestParser } from '../../protocol/resp/request-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { DONE } from '../../src/dispatch/dispatcher.ts';
import { ParsedRequest } from '../../src/dispatch/request.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

const ITEMS = 100;
let server: InProcess;

beforeAll(async () => {
  server = await startInProcess();
  server.ask(['RPUSH', 'k', ...Array.from({ length: ITEMS }, (_, i) => String(i).padStart(40, 'x'))]);
});

afterEach(() => server.call.reply.reset());

/** Runs LRANGE so often in one batch. @returns the pieces of the replies */
function pieces(times: number): Buffer[] {
  const { dispatcher, client } = server;
  const { reply } = server.call;
  const parser = new RequestParser(defaultLimits());
  const bytes = Buffer.concat(Array.from({ length: times }, () => encodeCommand(['LRANGE', 'k', '0', '-1'])));
  const request = new ParsedRequest();
  reply.begin(2);
  parser.feed(bytes, 0, bytes.length);
  while (parser.next() === COMMAND) {
    request.take(parser);
    dispatcher.ahead.look(request);
    expect(dispatcher.dispatch(client, request)).toBe(DONE);
  }
  dispatcher.endGroup();
  return Array.from({ length: reply.segmentCount() }, (_, i) => Buffer.from(reply.segmentBuffer(i)));
}

it('a batch that fits a chunk is one piece', () => {
  const [one] = pieces(1);
  server.call.reply.reset();
  const times = Math.floor((CHUNK_BYTES - 256) / one!.length);
  const all = pieces(times);
  expect(all.length).toBe(1);
  expect(all[0]!.equals(Buffer.concat(Array.from({ length: times }, () => one!)))).toBe(true);
});

it('what does not fit goes on in the next chunk', () => {
  const [one] = pieces(1);
  server.call.reply.reset();
  const times = Math.ceil((CHUNK_BYTES * 2.5) / one!.length);
  const all = pieces(times);
  expect(all.length).toBe(3);
  expect(Buffer.concat(all).equals(Buffer.concat(Array.from({ length: times }, () => one!)))).toBe(true);
});
