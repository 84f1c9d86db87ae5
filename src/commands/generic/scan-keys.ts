// HOT: runs under a lock for each key; no closures, no allocation while the keys fit their buffer.
/** The keys of the selected database, for SCAN and KEYS. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { globMatch } from '../../../protocol/glob.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { KeyIteration } from '../../store/key-iteration.ts';
import { CollectedKeys } from './collected-keys.ts';
import type { ScanOptions } from './scan-options.ts';

/** Positions of a shard in SCAN's cursors, which are shard × this + position. */
const POSITIONS = 2 ** 32;
/** Buckets visited in one hold of a lock: some tens of microseconds. */
const VISITS_PER_HOLD = 64;
/** Buckets visited for each key that was asked for. */
const VISITS_PER_KEY = 10;

const keys = new CollectedKeys();
let iteration: KeyIteration | undefined;

/** Replies to SCAN: the next cursor and the keys that were met. */
export function scanKeys(call: Call, options: ScanOptions): void {
  const walk = iterationOf(call);
  walk.start(Math.floor(options.cursor / POSITIONS), options.cursor % POSITIONS);
  collect(call, walk, options.count, restricting(call, options.pattern), options.type);
  const { reply } = call;
  reply.array(2);
  reply.bulkInteger(walk.isAtEnd ? 0 : walk.shard * POSITIONS + walk.position);
  keys.reply(reply);
}

const STAR = 0x2a;

/** The pattern, unless it is `*`: that fits every key, an empty one included, which no other pattern with a star does. */
function restricting(call: Call, pattern: ArgIndex | undefined): ArgIndex | undefined {
  if (pattern === undefined || call.args.argLen[pattern] !== 1) return pattern;
  return call.args.buf[call.args.argStart[pattern]!] === STAR ? undefined : pattern;
}

/** Replies to KEYS. */
export function allKeys(call: Call, pattern: ArgIndex): void {
  const walk = iterationOf(call);
  walk.start(0, 0);
  collect(call, walk, Number.MAX_SAFE_INTEGER, restricting(call, pattern), undefined);
  keys.reply(call.reply);
}

/** Goes on until `count` keys were met (whether they fit or not), or too many buckets were visited for them. */
function collect(
  call: Call,
  walk: KeyIteration,
  count: number,
  pattern: ArgIndex | undefined,
  type: number | undefined,
): void {
  const { db } = call.store;
  let met = 0;
  let visitsLeft = count * VISITS_PER_KEY;
  keys.clear();
  while (!walk.isAtEnd && met < count && visitsLeft > 0) {
    if (walk.skipEmptyShard(db)) continue;
    const shard = walk.shard;
    keys.makeRoom();
    call.walk.enter(shard);
    for (let i = 0; i < VISITS_PER_HOLD && walk.shard === shard && met < count; i++) {
      const { position } = walk;
      const taken = keys.count;
      const found = walk.step(db);
      let fits = true;
      for (let k = 0; k < found; k++) if (!take(call, walk.refs[k]! as Ref, pattern, type)) fits = false;
      if (!fits) {
        keys.takeBack(taken);
        walk.start(shard, position);
        break;
      }
      met += found;
      visitsLeft--;
    }
    call.walk.leave(shard);
  }
}

/** @returns false when there was no room for the key */
function take(call: Call, ref: Ref, pattern: ArgIndex | undefined, type: number | undefined): boolean {
  const { records } = call.store;
  if (type !== undefined && records.type(ref) !== type) return true;
  const bytes = records.bytesOf(ref);
  const at = records.keyAt(ref);
  const length = records.keyLength(ref);
  if (pattern !== undefined) {
    const { buf, argStart, argLen } = call.args;
    const start = argStart[pattern]!;
    if (!globMatch(buf, start, start + argLen[pattern]!, bytes, at, at + length, false)) return true;
  }
  return keys.add(bytes, at, length);
}

function iterationOf(call: Call): KeyIteration {
  if (iteration === undefined || iteration.store !== call.store) iteration = new KeyIteration(call.store);
  return iteration;
}
