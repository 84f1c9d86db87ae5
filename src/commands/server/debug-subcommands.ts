/** The subcommands of DEBUG: how many arguments each takes, and what it does with so many from position `first` on. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { globMatch } from '../../../protocol/glob.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { digestOfAll, digestOfKeys } from './debug-digest.ts';
import { describeObject } from './debug-object.ts';
import { populate } from './debug-populate.ts';
import { replyOfType } from './debug-protocol.ts';

export interface DebugSubcommand {
  readonly min: number;
  readonly max: number;
  /** For DEBUG HELP: what it takes, and what it does. */
  readonly help: readonly [syntax: string, effect: string];
  run(call: Call, first: ArgIndex, given: number): void;
}

/** Longest text that STRINGMATCH-LEN makes. */
const MAX_TEXT = 64 * 1024 * 1024;
const MAX_COUNT = 100_000_000;

const count = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : -1);

export const DEBUG_SUBCOMMANDS: ReadonlyMap<string, DebugSubcommand> = new Map<string, DebugSubcommand>([
  ['sleep', { min: 1, max: 1, help: ['SLEEP <seconds>', 'Stop the thread that serves this client.'], run: sleep }],
  ['object', { min: 1, max: 1, help: ['OBJECT <key>', 'Show how a key is kept.'], run: describeObject }],
  ['digest', { min: 0, max: 0, help: ['DIGEST', 'Tell equal data sets by 40 digits.'], run: digestOfAll }],
  [
    'digest-value',
    {
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      help: ['DIGEST-VALUE [<key> ...]', 'Tell equal values of keys by 40 digits each.'],
      run: digestOfKeys,
    },
  ],
  [
    'set-active-expire',
    {
      min: 1,
      max: 1,
      help: ['SET-ACTIVE-EXPIRE <0|1>', 'Whether expired keys are deleted that nobody asks for.'],
      run(call, first) {
        call.server.info.setActiveExpire(count(call.text(first)) !== 0);
        call.reply.ok();
      },
    },
  ],
  [
    'populate',
    {
      min: 1,
      max: 3,
      help: ['POPULATE <count> [<prefix>] [<size>]', 'Create strings, named key:<number> unless a prefix is given.'],
      run(call, first, given) {
        const keys = count(call.text(first));
        const size = given > 2 ? count(call.text(first + 2)) : 0;
        if (keys < 0 || keys > MAX_COUNT || size < 0) return call.fail(ERROR.notPositive);
        populate(call, keys, given > 1 ? call.text(first + 1) : 'key', size);
        call.reply.ok();
      },
    },
  ],
  [
    'stringmatch-len',
    {
      min: 2,
      max: 2,
      help: ['STRINGMATCH-LEN <length> <pattern>', 'Match a pattern against so many letters "a".'],
      run(call, first) {
        const length = count(call.text(first));
        if (length < 0 || length > MAX_TEXT) return call.fail(ERROR.notPositive);
        const glob = Buffer.from(call.text(first + 1), 'latin1');
        const text = Buffer.alloc(length, 'a');
        call.reply.integer(globMatch(glob, 0, glob.length, text, 0, length, false) ? 1 : 0);
      },
    },
  ],
  [
    'protocol',
    {
      min: 1,
      max: 1,
      help: ['PROTOCOL <type>', 'Reply with a value of a type of the protocol.'],
      run: (call, first) => replyOfType(call, call.text(first).toLowerCase()),
    },
  ],
  [
    'error',
    {
      min: 1,
      max: 1,
      help: ['ERROR <text>', 'Reply with this text as an error.'],
      run: (call, first) => call.reply.error(call.text(first)),
    },
  ],
  ['help', { min: 0, max: 0, help: ['HELP', 'Print this help.'], run: replyHelp }],
]);

function sleep(call: Call, first: ArgIndex): void {
  const seconds = Number.parseFloat(call.text(first));
  if (seconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
  call.reply.ok();
}

function replyHelp({ reply }: Call): void {
  const entries = [...DEBUG_SUBCOMMANDS.values()];
  reply.array(1 + entries.length * 2);
  reply.simple('DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:');
  for (const { help } of entries) {
    reply.simple(help[0]);
    reply.simple(`    ${help[1]}`);
  }
}
