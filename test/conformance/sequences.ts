/**
 * Random command sequences: both servers get the same few hundred commands in one pipeline, all replies and what is
 * stored afterwards are compared, and a sequence that shows a difference is cut down to the commands that it needs.
 */
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { RawClient, type RawReply, show } from '../helpers/raw-client.ts';
import { compareKeyspaces, readKeyspace } from './keyspace.ts';
import type { Pair, ServerSide } from './pair.ts';
import { Random } from './random.ts';
import type { Difference } from './report.ts';
import { SEQUENCES, type SequenceGroup, UNORDERED } from './sequence-templates.ts';
import { compare } from './verbs.ts';

export type Sequence = readonly (readonly string[])[];

const KEYS = ['k1', 'k2', 'k3', 'k4'];
const MEMBERS = ['a', 'b', 'c', 'd', 'e', 'f', '1', '2', '3', '10', '-5', 'longer than twenty bytes', ''];
const VALUES = ['', 'x', 'value', 'ab', 'abcabc', '12', '-7', '3.5', 'twenty bytes and more of text', 'z'.repeat(70)];
const EDGES = [
  '0',
  '1',
  '-1',
  '7',
  '100',
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  'no',
  '2147483648',
];
const DOUBLES = [
  '0',
  '1',
  '-1',
  '0.5',
  '3.25',
  '1e10',
  '-2.75',
  '1e-5',
  '100',
  'inf',
  '-inf',
  'nan',
  'word',
  '17179869184',
];
const BOUNDS = ['-inf', '+inf', '0', '1', '-1', '2.5', '100'];
const LEX = ['-', '+', '[a', '(a', '[c', '(d', '[zz', '[', 'bad'];
const IDS = ['1-1', '1-2', '2-0', '3-*', '5-5', '7-1', '9-9', '0-0', '12', 'bad', '20-1'];

type Hole = (random: Random) => string[];
const one =
  (items: readonly string[]): Hole =>
  (random) => [random.pick(items)];
const HOLES: Readonly<Record<string, Hole>> = {
  k: one(KEYS),
  m: one(MEMBERS),
  v: one(VALUES),
  i: (random) => [String(random.below(14) - 6)],
  n: (random) => [String(random.below(5) - (random.chance(0.1) ? 2 : 0))],
  f: one(DOUBLES),
  s: one(BOUNDS),
  l: one(LEX),
  x: one(EDGES),
  id: one(IDS),
  kv: (random) => [random.pick(KEYS), random.pick(VALUES)],
  mv: (random) => [random.pick(MEMBERS), random.pick(VALUES)],
  fm: (random) => [random.pick(DOUBLES), random.pick(MEMBERS)],
};

/** One command from a template. */
export function fillTemplate(template: string, random: Random): string[] {
  let line = template;
  while (line.includes('{')) line = line.replace(/\{([^{}]*)\}/g, (_, all: string) => random.pick(all.split('|')));
  return line.split(' ').flatMap((word) => {
    if (word === '') return [];
    const hole = /^(.*?)\$(kv|mv|fm|id|[kmvinfslx])(\+?)$/.exec(word);
    if (hole === null) return [word];
    const fill = HOLES[hole[2]!]!;
    const times = hole[3] === '+' ? 1 + random.below(4) : 1;
    const words = Array.from({ length: times }, () => fill(random)).flat();
    words[0] = `${hole[1]}${words[0]}`;
    return words;
  });
}

export function makeSequence(group: SequenceGroup, random: Random, length: number): Sequence {
  return Array.from({ length }, () => fillTemplate(random.pick(group.templates), random));
}

interface Played {
  readonly replies: readonly RawReply[];
  readonly state: Awaited<ReturnType<typeof readKeyspace>>;
}

/** Longer than a busy machine takes for a reply. */
const WAIT_MS = 30_000;

/** How commands are sent: one after the other, or each by a script of its own. */
export type Way = 'plain' | 'by scripts';
const SCRIPT = ['EVAL', 'return redis.call(unpack(ARGV))', '0'];

async function playOn(side: ServerSide, sequence: Sequence, resp: 2 | 3, way: Way): Promise<Played> {
  const sent = way === 'plain' ? sequence : sequence.map((words) => [...SCRIPT, ...words]);
  const client = await RawClient.open({ port: side.port });
  try {
    await client.command('FLUSHALL');
    if (resp === 3) await client.command('HELLO', '3');
    void client.send(Buffer.concat(sent.map(encodeCommand)));
    const replies: RawReply[] = [];
    while (replies.length < sequence.length) replies.push(await client.readReply(WAIT_MS));
    if (resp === 3) await client.command('HELLO', '2');
    return { replies, state: await readKeyspace(client, [0]) };
  } finally {
    await client.close();
  }
}

/** The first difference of a sequence, or undefined. */
export async function differenceOf(
  pair: Pair,
  sequence: Sequence,
  resp: 2 | 3,
  way: Way,
): Promise<Difference | undefined> {
  const begin = performance.now();
  const [oracle, mine] = await pair.both((side) => playOn(side, sequence, resp, way));
  for (let i = 0; i < sequence.length; i++) {
    const sent = sequence[i]!.map((word) => JSON.stringify(word)).join(' ');
    const verb = UNORDERED.test(`${sequence[i]![0]} `)
      ? ({ kind: 'sorted', deep: true } as const)
      : ({ kind: 'exact' } as const);
    const [a, b] = [oracle.replies[i]!, mine.replies[i]!];
    const why = compare(verb, a, b);
    if (why !== undefined) {
      return { sent, oracle: JSON.stringify(show(a.bytes)), ours: JSON.stringify(show(b.bytes)), why };
    }
  }
  const why = compareKeyspaces(oracle.state, mine.state, performance.now() - begin);
  return why === undefined ? undefined : { sent: 'STATE afterwards', oracle: '', ours: '', why };
}

/** Takes commands away while a difference remains: halves, quarters, single ones. */
export async function shrink(pair: Pair, sequence: Sequence, resp: 2 | 3, way: Way): Promise<Sequence> {
  let best = sequence;
  let tries = 0;
  for (let size = best.length >> 1; size >= 1 && tries < 300; size = Math.min(size, best.length) >> 1) {
    for (let at = 0; at < best.length && tries < 300; tries++) {
      const fewer = [...best.slice(0, at), ...best.slice(at + size)];
      if (fewer.length > 0 && (await differenceOf(pair, fewer, resp, way)) !== undefined) best = fewer;
      else at += size;
    }
  }
  return best;
}

/** Plays `count` sequences of a group; resolves to the first difference, cut down, with all its commands. */
export async function checkSequences(
  pair: Pair,
  name: string,
  resp: 2 | 3,
  count: number,
  seed: number,
  way: Way,
): Promise<Difference[]> {
  const group = SEQUENCES[name]!;
  const random = new Random(seed);
  for (let i = 0; i < count; i++) {
    const sequence = makeSequence(group, random, 300);
    const first = await differenceOf(pair, sequence, resp, way);
    if (first === undefined) continue;
    const shortest = await shrink(pair, sequence, resp, way);
    const found = await differenceOf(pair, shortest, resp, way);
    const lines = shortest.map((words) => words.map((word) => JSON.stringify(word)).join(' '));
    const all = `seed ${seed}, sequence ${i}, cut down to:\n            ${lines.join('\n            ')}`;
    return [{ ...(found ?? first), why: `${(found ?? first).why}; ${all}` }];
  }
  return [];
}
