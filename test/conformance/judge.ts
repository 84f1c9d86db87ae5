/** Plays a scenario on both servers and says what differs. */
import type { RawReply } from '../helpers/raw-client.ts';
import { compareKeyspaces, readKeyspace } from './keyspace.ts';
import { configure, makeAlike, type Pair, type ServerSide } from './pair.ts';
import { type Observation, Player } from './play.ts';
import type { Difference } from './report.ts';
import type { Scenario } from './scenario.ts';
import { compare } from './verbs.ts';

/** How much longer a second look waits for connections to be closed: on a busy machine that takes its time. */
const PATIENCE = 20;

/**
 * Every difference of one scenario in one protocol: replies first, then what is stored afterwards. One in which
 * connections were closed by one server only is played again with more time.
 */
export async function judge(pair: Pair, scenario: Scenario, resp: 2 | 3): Promise<Difference[]> {
  const first = await judgeOnce(pair, scenario, resp, 1);
  return first.closedByOne ? (await judgeOnce(pair, scenario, resp, PATIENCE)).differences : first.differences;
}

interface Judgement {
  readonly differences: Difference[];
  readonly closedByOne: boolean;
}

async function judgeOnce(pair: Pair, scenario: Scenario, resp: 2 | 3, patience: number): Promise<Judgement> {
  const begin = performance.now();
  await makeAlike(pair);
  const restore = await configure(pair, scenario.config ?? {});
  const play = (side: ServerSide): Promise<Observation[]> =>
    new Player(side, resp, scenario.bare === true, patience).play(scenario);
  // The control connections are free again, to read what is stored, when the settings are restored.
  const [oracle, mine] = await pair.both(play).finally(restore);
  const out = oracle.flatMap((observed, i) => difference(observed, mine[i]!) ?? []);
  const stored = await compareStored(pair, scenario.databases ?? [0], begin);
  const closedByOne = oracle.some((observed, i) => wasClosed(observed) !== wasClosed(mine[i]!));
  return { differences: stored === undefined ? out : [...out, stored], closedByOne };
}

function wasClosed({ step, ending }: Observation): boolean {
  return step.kind === 'watch' && ending.startsWith('closed');
}

function difference(oracle: Observation, mine: Observation): Difference | undefined {
  let why = whyDifferent(oracle, mine);
  if (why === undefined) return undefined;
  if (isUnknown(mine) && !isUnknown(oracle)) why = 'missing command';
  const [a, b] = [describe(oracle), describe(mine)];
  const from = Math.max(0, firstDifference(a, b) - 60);
  return { sent: oracle.step.label, oracle: excerpt(a, from), ours: excerpt(b, from), why };
}

function isUnknown(observed: Observation): boolean {
  return observed.replies.some(({ bytes }) => /^-ERR unknown (sub)?command/.test(bytes.toString('latin1', 0, 30)));
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/** A long text shown around the place where it begins to differ. */
function excerpt(text: string, from: number): string {
  if (text.length <= 300) return text;
  return `${from > 0 ? '…' : ''}${text.slice(from, from + 300)}${from + 300 < text.length ? '…' : ''} (${text.length} bytes)`;
}

function whyDifferent(oracle: Observation, mine: Observation): string | undefined {
  const { verb } = oracle.step;
  if (verb.kind === 'ours') {
    const bytes = Buffer.concat(mine.replies.map((reply) => reply.bytes));
    return mine.ending === '' && verb.bytes.equals(bytes)
      ? undefined
      : `expected ${JSON.stringify(verb.bytes.toString('latin1'))}`;
  }
  if (oracle.ending.startsWith('timeout') && oracle.step.mayBlock !== true)
    return 'the scenario is wrong: the oracle itself does not answer';
  if (oracle.ending !== mine.ending) return 'ended differently';
  for (let i = 0; i < mine.replies.length; i++) {
    const why = compare(verb, oracle.replies[i] ?? mine.replies[i]!, mine.replies[i]!, Math.max(oracle.ms, mine.ms));
    if (why !== undefined) return mine.replies.length === 1 ? why : `reply ${i + 1}: ${why}`;
  }
  return undefined;
}

function describe(observed: Observation): string {
  const bytes = Buffer.concat(observed.replies.map((reply: RawReply) => reply.bytes));
  const text = JSON.stringify(bytes.toString('latin1'));
  return observed.ending === '' ? text : `${text} ${observed.ending}`;
}

async function compareStored(pair: Pair, databases: readonly number[], begin: number): Promise<Difference | undefined> {
  const [a, b] = await pair.both((side) =>
    stored(side, databases).catch((error: Error) => {
      if (error.message.includes('unknown command')) return undefined;
      throw error;
    }),
  );
  // A server that is not finished yet is compared by its replies alone; its missing KEYS fails elsewhere.
  if (a === undefined || b === undefined) return undefined;
  const why = compareKeyspaces(a, b, performance.now() - begin);
  return why === undefined
    ? undefined
    : { sent: 'STATE afterwards', oracle: `${a.size} keys`, ours: `${b.size} keys`, why };
}

async function stored(
  { control }: ServerSide,
  databases: readonly number[],
): Promise<Awaited<ReturnType<typeof readKeyspace>>> {
  try {
    return await readKeyspace(control, databases);
  } finally {
    await control.command('SELECT', '0');
  }
}
