import { expect, it } from 'vitest';
import getrange from '../../../src/commands/string/getrange.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import { startInProcess } from '../../helpers/in-process.ts';

it('sends parts of a large value from where they lie, and lets go of its pages', async () => {
  const server = await startInProcess();
  const value = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >>> 8)) & 255));
  server.ask(['SET', 'k', value]);
  for (const [from, to] of [
    [0, 299_998],
    [1, 299_999],
    [65_535, 65_536 * 2],
    [70_000, 90_000],
    [299_990, 299_999],
  ] as const) {
    const reply = server.send(['GETRANGE', 'k', String(from), String(to)]);
    expect((reply as { value: Buffer }).value.equals(value.subarray(from, to + 1))).toBe(true);
  }
  expect(server.emptyAndAudit()).toEqual([]);
});

testCommand(getrange, {
  'counts from both ends': [
    ['SET k "This is a string"', 'OK'],
    ['GETRANGE k 0 3', '"This"'],
    ['GETRANGE k -3 -1', '"ing"'],
    ['GETRANGE k 0 -1', '"This is a string"'],
    ['GETRANGE k 10 100', '"string"'],
    ['GETRANGE k 5 3', '""'],
    ['GETRANGE k -100 3', '"This"'],
    ['GETRANGE k -100 -50', '"T"'],
    ['GETRANGE k 100 200', '""'],
    ['GETRANGE k -1 -5', '""'],
    ['GETRANGE k -5 -8', '""'],
    ['GETRANGE k 15 15', '"g"'],
    ['GETRANGE k 16 16', '""'],
    ['GETRANGE k 0 9223372036854775807', '"This is a string"'],
    ['GETRANGE k -9223372036854775808 -1', '"This is a string"'],
  ],
  'gives nothing of nothing': [
    ['GETRANGE k 0 -1', '""'],
    ['SET k ""', 'OK'],
    ['GETRANGE k 0 -1', '""'],
    ['GETRANGE k 0 0', '""'],
  ],
  'cuts integers too': [
    ['SET k 12345', 'OK'],
    ['GETRANGE k 1 3', '"234"'],
    ['OBJECT ENCODING k', '"int"'],
  ],
  'refuses positions that are no integers, even without a key': [
    ['GETRANGE k a 1', '(error) ERR value is not an integer or out of range'],
    ['GETRANGE k 0 1.5', '(error) ERR value is not an integer or out of range'],
    ['GETRANGE k 0 9223372036854775808', '(error) ERR value is not an integer or out of range'],
  ],
  'refuses another number of arguments': [
    ['GETRANGE', "(error) ERR wrong number of arguments for 'getrange' command"],
    ['GETRANGE k', "(error) ERR wrong number of arguments for 'getrange' command"],
    ['GETRANGE k 0', "(error) ERR wrong number of arguments for 'getrange' command"],
    ['GETRANGE k 0 1 2', "(error) ERR wrong number of arguments for 'getrange' command"],
  ],
});
