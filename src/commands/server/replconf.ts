import type { ArgRange } from '../../../protocol/command/arguments.ts';
import { rest } from '../../../protocol/command/grammar.ts';
import { ERROR, errorText } from '../../../protocol/resp/errors.ts';
import { NOT_INTEGER, parseInteger } from '../../../protocol/resp/integers.ts';
import { type Call, command } from '../../dispatch/context.ts';

/** What a replica tells of itself before it asks for data; nothing here needs it. */
const TOLD = new Set(['capa', 'ip-address', 'rdb-filter-only']);
const NUMBERS = new Set(['listening-port', 'main-ch-client-id']);
const SWITCHES = new Set(['rdb-only', 'rdb-channel']);
/** Nobody answers these, nor looks at what comes behind them: they are about data that was sent. */
const UNANSWERED = new Set(['ack', 'getack']);
const MOST_ADDRESS_BYTES = 255;

function isInteger({ args: { argLen, argStart, buf } }: Call, at: number): boolean {
  return parseInteger(buf, argStart[at]!, argStart[at]! + argLen[at]!) !== NOT_INTEGER;
}

/** Takes options and their values one by one. @returns the text of an error, or whether to answer */
function take(call: Call, { count, first }: ArgRange): string | boolean {
  const start: number = first;
  for (let at = start; at < start + count; at += 2) {
    const name = call.text(at);
    const option = name.toLowerCase();
    const value = call.text(at + 1);
    if (UNANSWERED.has(option)) return false;
    const isNumber = NUMBERS.has(option) || SWITCHES.has(option);
    if (!isNumber && !TOLD.has(option)) return `ERR Unrecognized REPLCONF option: ${name}`;
    if (isNumber && !isInteger(call, at + 1)) return errorText(ERROR.notAnInteger);
    if (SWITCHES.has(option) && value !== '0' && value !== '1') return errorText(ERROR.notZeroOrOne);
    if (option === 'main-ch-client-id') return `ERR Unrecognized RDB client id: ${value}`;
    const bytes = call.args.argLen[at + 1]!;
    if (option === 'ip-address' && bytes > MOST_ADDRESS_BYTES) {
      return `ERR REPLCONF ip-address provided by replica instance is too long: ${bytes} bytes`;
    }
    if (option !== 'rdb-filter-only') continue;
    const other = value.split(' ').find((word) => word !== '' && word.toLowerCase() !== 'functions');
    if (other !== undefined) return `ERR Unsupported rdb-filter-only option: ${other}`;
  }
  return true;
}

export default command({
  name: 'replconf',
  summary: 'Takes what a replica tells of itself; SYNC and PSYNC refuse it then.',
  since: '3.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale', 'allow_busy'],
  docFlags: ['syscmd'],
  args: { words: rest() },
  documentedArgs: {},
  examples: [['REPLCONF capa eof', 'OK']],
  run(call, { words }) {
    if (words.count % 2 !== 0) return call.fail(ERROR.syntax);
    const outcome = take(call, words);
    if (typeof outcome === 'string') call.reply.error(outcome);
    else if (outcome) call.reply.ok();
  },
});
