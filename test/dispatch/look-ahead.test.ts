/** What is known of a request because of the one before it is what would be found without that. */
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { defaultLimits } from '../../protocol/resp/limits.ts';
import { COMMAND, RequestParser } from '../../protocol/resp/request-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { ParsedRequest } from '../../src/dispatch/request.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

let server: InProcess;
beforeAll(async () => {
  server = await startInProcess();
});

function requestsOf(commands: readonly (readonly string[])[]): ParsedRequest[] {
  const parser = new RequestParser(defaultLimits());
  parser.restricted = false;
  const bytes = Buffer.concat(commands.map((command) => encodeCommand(command)));
  parser.feed(bytes, 0, bytes.length);
  const requests: ParsedRequest[] = [];
  while (parser.next() === COMMAND) {
    const request = new ParsedRequest();
    request.take(parser);
    requests.push(request);
  }
  return requests;
}

const known = ({ row, key, hash, shard, element, end }: ParsedRequest): object => ({
  name: row?.name,
  key,
  // Of a request without a single key nothing else is looked at.
  ...(key === 0 ? {} : { hash, shard }),
  element,
  end,
});

it('finds the same with the request before as without', () => {
  const name = fc.constantFrom(
    'GET',
    'get',
    'SET',
    'HGET',
    'LPUSH',
    'OBJECT',
    'XGROUP',
    'DEL',
    'PING',
    'EVAL',
    'nosuch',
  );
  const argument = fc.constantFrom('k', 'K', 'key', '{k}1', '', 'ENCODING', 'CREATE', 'a'.repeat(70_000));
  const command = fc.tuple(name, fc.array(argument, { maxLength: 3 })).map(([first, rest]) => [first, ...rest]);
  fc.assert(
    fc.property(fc.array(command, { minLength: 2, maxLength: 12 }), (commands) => {
      const { ahead } = server.dispatcher;
      const requests = requestsOf(commands);
      for (const [i, request] of requests.entries()) ahead.look(request, requests[i - 1]);
      const withBefore = requests.map(known);
      for (const request of requests) ahead.look(request);
      expect(withBefore).toEqual(requests.map(known));
    }),
    { numRuns: 500 },
  );
});
