/** Tests of a command as tables: requests and the replies that redis-cli would print for them. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Example } from '../../protocol/command/define.ts';
import { type InProcess, type InProcessOptions, type Request, startInProcess } from './in-process.ts';

/** A reply as redis-cli prints it; several lines as a list of lines. */
export type Expected = string | readonly string[];
export type Step = readonly [request: Request, reply: Expected];
export type Cases = Readonly<Record<string, readonly Step[]>>;

interface CommandRow {
  readonly name: string;
  readonly examples: readonly Example[];
}

/**
 * Runs the examples of a row, then each case, on an empty server; behind each, the server is emptied and audited.
 * `more` adds tests of its own with the same server.
 */
export function testCommand(
  row: CommandRow,
  cases: Cases,
  more?: (server: () => InProcess) => void,
  options: InProcessOptions = {},
): void {
  describe(row.name.replace('|', ' ').toUpperCase(), () => {
    let server: InProcess;
    beforeAll(async () => {
      server = await startInProcess(options);
    });
    afterEach(() => {
      server.client.resp = 2;
      server.client.noTouch = false;
      expect(server.emptyAndAudit()).toEqual([]);
    });

    it('answers as its examples say', () => play(server, row.examples));
    for (const [title, steps] of Object.entries(cases)) it(title, () => play(server, steps));
    more?.(() => server);
  });
}

/** Sends each request and compares all replies at once, so that a failure shows the whole conversation. */
export function play(server: InProcess, steps: readonly Step[]): void {
  const expected = steps.map(([request, reply]) => [
    label(request),
    typeof reply === 'string' ? reply : reply.join('\n'),
  ]);
  const got = steps.map(([request]) => [label(request), server.ask(request)]);
  expect(got).toEqual(expected);
}

function label(request: Request): string {
  return typeof request === 'string' ? request : request.map((word) => String(word).slice(0, 40)).join(' ');
}
