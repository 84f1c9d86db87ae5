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

/** Commands that `factsOf` asks for each key. */
const ASKED = 6;

/** Facts of several keys, asked for together; undefined for a key that is gone. */
export async function factsOf(
  channel: CommandChannel,
  db: number,
  keys: readonly Buffer[],
): Promise<(KeyFacts | undefined)[]> {
  if (keys.length === 0) return [];
  const replies = await channel.runAll(
    db,
    keys.flatMap((key) => [
      ['TYPE', key],
      ['MEMORY', 'USAGE', key],
      ['PTTL', key],
      ['OBJECT', 'ENCODING', key],
      ['OBJECT', 'IDLETIME', key],
      ['OBJECT', 'FREQ', key],
    ]),
  );
  return keys.map((_key, i) => {
    const [type, bytes, ttl, encoding, idle, frequency] = replies.slice(i * ASKED);
    if (textOf(type) === 'none' || numberOf(bytes) === null) return undefined;
    const ttlMs = numberOf(ttl) ?? -1;
    return {
      type: textOf(type),
      bytes: numberOf(bytes) ?? 0,
      ttlMs: ttlMs < 0 ? null : ttlMs,
      encoding: textOf(encoding),
      idleSeconds: numberOf(idle),
      frequency: numberOf(frequency),
    };
  });
}

/** Null for what is refused (OBJECT FREQ under a policy that does not count) or gone. */
function numberOf(reply: Reply | undefined): number | null {
  return reply?.type === 'integer' ? Number(reply.value) : null;
}
