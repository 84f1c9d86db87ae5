/** What there is to say about a key without looking at its value. */
import { type Static, Type } from 'typebox';
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { type CommandChannel, textOf } from './command-channel.ts';

const OrNull = Type.Union([Type.Number(), Type.Null()]);

export const KeyFacts = Type.Object({
  type: Type.String(),
  bytes: Type.Number({ description: 'memory that it takes' }),
  ttlMs: Type.Union([Type.Number(), Type.Null()], { description: 'null: it does not expire' }),
  encoding: Type.String(),
  idleSeconds: OrNull,
  frequency: OrNull,
});
export type KeyFacts = Static<typeof KeyFacts>;

export async function typeOf(channel: CommandChannel, db: number, key: Buffer): Promise<string> {
  return channel.text(db, 'TYPE', key);
}

/** Policies that count uses, and those that note no time: what the others refuse to tell would count as errors. */
const COUNTS_USES = /lfu$|adaptive$|cost$/;
const NOTES_NO_TIME = /-lfu$/;

/** Facts of several keys, asked for together; undefined for a key that is gone. @param policy the policy in force */
export async function factsOf(
  channel: CommandChannel,
  policy: string,
  db: number,
  keys: readonly Buffer[],
): Promise<(KeyFacts | undefined)[]> {
  if (keys.length === 0) return [];
  const tellsTime = !NOTES_NO_TIME.test(policy);
  const tellsUses = COUNTS_USES.test(policy);
  const questions = ['TYPE', 'MEMORY USAGE', 'PTTL', 'OBJECT ENCODING'];
  if (tellsTime) questions.push('OBJECT IDLETIME');
  if (tellsUses) questions.push('OBJECT FREQ');
  const words = questions.map((question) => question.split(' '));
  const replies = await channel.runAll(
    db,
    keys.flatMap((key) => words.map((question) => [...question, key])),
  );
  return keys.map((_key, i) => {
    const [type, bytes, ttl, encoding, ...rest] = replies.slice(i * words.length, (i + 1) * words.length);
    if (textOf(type) === 'none' || numberOf(bytes) === null) return undefined;
    const ttlMs = numberOf(ttl) ?? -1;
    return {
      type: textOf(type),
      bytes: numberOf(bytes) ?? 0,
      ttlMs: ttlMs < 0 ? null : ttlMs,
      encoding: textOf(encoding),
      idleSeconds: tellsTime ? numberOf(rest[0]) : null,
      frequency: tellsUses ? numberOf(rest.at(-1)) : null,
    };
  });
}

/** Null for what is refused (the policy has changed meanwhile) or gone. */
function numberOf(reply: Reply | undefined): number | null {
  return reply?.type === 'integer' ? Number(reply.value) : null;
}
