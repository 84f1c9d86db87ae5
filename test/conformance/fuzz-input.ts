/** Makes the fuzzer's input: pipelines that are nearly valid, then broken in ways that a parser must survive. */
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { Random } from './random.ts';

type Argument = string | Buffer;

const KEYS = ['a', 'b', 'c', 'n', 'big', '', 'k\0\xff', 'key:1', '{tag}x', '{tag}y'];
const NUMBERS = [
  '0',
  '1',
  '-1',
  '5',
  '100',
  '-0',
  '00',
  '1.5',
  '1e5',
  'nan',
  'inf',
  '2147483647',
  '2147483648',
  '-2147483649',
  '4294967296',
  '536870911',
  '536870912',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  '',
];
const WORDS = (
  'NX XX GET EX PX EXAT PXAT KEEPTTL PERSIST GT LT IFEQ IFNE IFDEQ IFDNE MATCH COUNT TYPE DB REPLACE LEN IDX ' +
  'MINMATCHLEN WITHMATCHLEN ASYNC SYNC ID ADDR LADDR SKIPME USER MAXAGE AUTH SETNAME yes no string list hash ' +
  'FIELDS LIMIT BYSCORE BYLEX REV WITHSCORES LEFT RIGHT STREAMS BLOCK NOACK STORE BY ASC DESC ALPHA AGGREGATE SUM ' +
  'WEIGHTS CH INCR MAXLEN MINID ~ = * + - $ > ( [ MKSTREAM OVERFLOW WRAP SAT FAIL u8 i64 AND OR XOR NOT'
).split(' ');

/** Never sent whole: they stop the server, silence or pause the connection on purpose, or take minutes. */
const NOT_SENT =
  /^(shutdown|debug|client\|(pause|reply|kill)|monitor|replicaof|slaveof|failover|migrate|sync|psync|config\|set)$/;

/** Command names that the fuzzer may send, from the server's own COMMAND LIST. */
export function fuzzable(names: readonly string[]): string[] {
  return names.filter((name) => !NOT_SENT.test(name) && !NOT_SENT.test(name.split('|')[0] ?? ''));
}

function value(random: Random): Argument {
  const roll = random.below(20);
  if (roll < 6) return random.pick(NUMBERS);
  if (roll < 10) return random.pick(WORDS);
  if (roll < 13) return random.pick(KEYS);
  if (roll < 18) return random.bytes(random.below(40));
  if (roll < 19) return random.bytes(random.below(5_000));
  return Buffer.alloc(random.below(300_000), random.below(256));
}

function command(random: Random, names: readonly string[]): Argument[] {
  const name = random.pick(names).split('|');
  const args: Argument[] = [...name];
  if (random.chance(0.8)) args.push(random.pick(KEYS));
  const more = random.chance(0.05) ? random.below(60) : random.below(6);
  for (let i = 0; i < more; i++) args.push(random.chance(0.3) ? random.pick(KEYS) : value(random));
  return args;
}

/** Breaks bytes: flips, cuts, doubles, inserts, or lies about a length. */
function mutate(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  switch (random.below(7)) {
    case 0: {
      const out = Buffer.from(bytes);
      if (out.length > 0) out[at % out.length] = random.below(256);
      return out;
    }
    case 1:
      return bytes.subarray(0, at);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), random.bytes(random.below(30)), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes, bytes.subarray(at)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + random.below(20)))]);
    case 5:
      return Buffer.from(
        bytes.toString('latin1').replace(/\$\d+/, () => `$${random.pick(NUMBERS)}`),
        'latin1',
      );
    default:
      return Buffer.from(
        bytes.toString('latin1').replace(/\*\d+/, () => `*${random.pick(NUMBERS)}`),
        'latin1',
      );
  }
}

export interface FuzzPipeline {
  readonly bytes: Buffer;
  /** Replies to expect when nothing was broken; undefined when anything may come. */
  readonly commands: number | undefined;
}

/** Up to 40 commands in one buffer; most of the time with something broken. */
export function fuzzPipeline(random: Random, names: readonly string[]): FuzzPipeline {
  const commands = Array.from({ length: 1 + random.below(40) }, () => command(random, names));
  let bytes = Buffer.concat(commands.map(encodeCommand));
  if (random.chance(0.3)) return { bytes, commands: commands.length };
  const times = 1 + random.below(4);
  for (let i = 0; i < times; i++) bytes = Buffer.from(mutate(random, bytes));
  return { bytes, commands: undefined };
}

/** Cuts bytes at random places, as a network does. */
export function pieces(random: Random, bytes: Buffer): Buffer[] {
  const out: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const size = random.chance(0.5) ? 1 + random.below(16) : 1 + random.below(bytes.length);
    out.push(bytes.subarray(at, at + size));
    at += size;
    if (out.length > 50) {
      out.push(bytes.subarray(at));
      break;
    }
  }
  return out;
}
