/** What grammar cells need beyond the grammar: replies that may differ, and requests that are not sent. */
import type { Feature } from './scenario.ts';
import type { Verb } from './verbs.ts';

interface Rule {
  /** Matches the cell's name: `set / EX / ok`. */
  readonly cells: RegExp;
  readonly verb: Verb;
}

const sorted: Verb = { kind: 'sorted', deep: true };
const sameType: Verb = { kind: 'sameType' };
const sameShape: Verb = { kind: 'sameShape' };
const fields: Verb = { kind: 'fields' };
const within = (distance: number, unit: 'ms' | 's'): Verb => ({ kind: 'aboutEqual', within: distance, unit });
const ignored = (reason: string): Verb => ({ kind: 'ignored', reason });

/** The first rule that matches counts; a cell without one is compared byte for byte. */
const VERBS: readonly Rule[] = [
  {
    cells: /^(keys|smembers|sinter|sunion|sdiff|hgetall|hkeys|hvals|hscan|sscan|zscan|scan|pubsub channels) \//,
    verb: sorted,
  },
  { cells: /^(config get|acl list|acl users|acl cat|function list) \//, verb: sorted },
  { cells: /^(randomkey|srandmember|spop|hrandfield|zrandmember) \//, verb: sameShape },
  { cells: /^(time|client id|lastsave|slowlog get|client trackinginfo) \//, verb: sameShape },
  { cells: /^(pttl|pexpiretime|hpttl|hpexpiretime) \//, verb: within(1_500, 'ms') },
  { cells: /^(ttl|expiretime|httl|hexpiretime|object idletime|object freq) \//, verb: within(2, 's') },
  { cells: /^(info|client info|client list) \//, verb: fields },
  {
    cells:
      /^(lolwut|latency (doctor|histogram|graph|help|latest)|memory (doctor|stats|usage|malloc-stats|help)|\S+ help|debug object) \//,
    verb: sameType,
  },
  { cells: /^(command|command (docs|info|count|list)) \//, verb: sameType },
  { cells: /^hello \//, verb: { kind: 'masked', mask: /bulk:id,integer:\d+|bulk:modules,.*/g, whole: true } },
  { cells: /^dump \/ .*(ok|wrong type)/, verb: ignored('serialised values are compared by RESTORE') },
  { cells: /^xadd \//, verb: { kind: 'masked', mask: /^\d{13}-\d+$/ } },
  { cells: /^(xinfo|xpending|xclaim|xautoclaim) /, verb: { kind: 'masked', mask: /^\d+$/ } },
  { cells: /^(georadius|geosearch|geodist|geopos)/, verb: { kind: 'rounded', digits: 4 } },
  { cells: /^module list \/ plain/, verb: sameType },
  { cells: /^role \//, verb: sameShape },
  { cells: /^acl genpass/, verb: sameShape },
  { cells: /^(save|bgsave|bgrewriteaof) \//, verb: ignored('nothing is saved here, and the reply says so') },
];

/** Cells that are not sent, and where what they would show is shown instead. */
const NOT_SENT: readonly (readonly [RegExp, string])[] = [
  [/^shutdown \//, 'it ends the server: test/wire/startup.test.ts'],
  [/^monitor \//, 'it never ends: scenarios/clients.ts'],
  [/^client (pause|reply|kill) \//, 'it silences or ends connections: scenarios/clients.ts'],
  [/^debug /, 'it may sleep for as long as it is told: scenarios/server.ts'],
  [/^(psync|sync|replconf) \//, 'it turns the connection into a replica: scenarios/refusals.ts'],
  [/^(replicaof|slaveof|failover|migrate) \//, 'it connects elsewhere: scenarios/refusals.ts'],
  [/^module (load|loadex) \//, 'it loads code: scenarios/refusals.ts'],
  [/^spop \/ plain \/ ok/, 'what is left is as random as the reply: scenarios/sets.ts'],
  [/^config (set|rewrite) \/ .*/, 'it changes the server for all that follows: scenarios/config.ts'],
];

/** Features that a command itself needs, beyond what its setup does. */
export function needsOf(command: string): readonly Feature[] {
  return command === 'client|tracking' ? ['tracking'] : [];
}

export function verbOf(cell: string): Verb {
  return VERBS.find(({ cells }) => cells.test(cell))?.verb ?? { kind: 'exact' };
}

/** Why a cell is not sent, or undefined. */
export function notSent(cell: string): string | undefined {
  return NOT_SENT.find(([cells]) => cells.test(cell))?.[1];
}
