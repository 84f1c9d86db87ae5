import { integer, option, rest } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { LARDER_VERSION, REDIS_VERSION } from '../../version.ts';

export default command({
  name: 'lolwut',
  summary: 'Draws a larder, and says which version it stands in.',
  since: '5.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { words: rest() },
  documentedArgs: { version: option('VERSION', integer()) },
  examples: [['LOLWUT VERSION abc', '(error) ERR value is not an integer or out of range']],
  run(call, { words }) {
    const isVersion = words.count > 1 && call.text(words.first).toLowerCase() === 'version';
    if (isVersion && !isInteger(call.text(words.first + 1))) return call.fail(ERROR.notAnInteger);
    call.reply.verbatim('txt', `${drawLarder()}\n\nRedis ver. ${REDIS_VERSION}, Larder ${LARDER_VERSION}\n`);
  },
});

/** Of 64 bits, as Redis reads them. */
function isInteger(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

const SHELVES = 5;
const PLACES = 24;
const JARS = ['[]', '()', '{}', '||', '<>', '  '];

/** Shelves, filled by chance. */
function drawLarder(): string {
  const board = `+${'-'.repeat(PLACES * 2)}+`;
  const shelf = (): string => {
    const jars = Array.from({ length: PLACES }, () => JARS[Math.floor(Math.random() * JARS.length)]);
    return `|${jars.join('')}|\n${board}`;
  };
  return [board, ...Array.from({ length: SHELVES }, shelf)].join('\n');
}
