/** What the commands that wait for members have in common. */
import type { ArgRange } from '../../../protocol/command/arguments.ts';
import { type Call, NIL_ARRAY, type Outcome } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_ZSET } from '../../store/record.ts';
import { blockingMs, REFUSED } from '../blocking-timeout.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';
import { meetEnd, takeMembers } from './popping.ts';

/** Waits until one of the keys holds a sorted set. */
export function waitForMembers(call: Call, keys: ArgRange, timeoutMs: number): Outcome {
  for (let i = 0; i < keys.count; i++) call.waitFor(keys.at(i));
  return call.block(TYPE_ZSET, timeoutMs, NIL_ARRAY);
}

/** Replies with key, member and score of the first set's lowest or highest member and takes it out, or waits for one. */
export function waitToPop(call: Call, keys: ArgRange, timeout: number, highest: boolean): Outcome {
  const ms = blockingMs(call, timeout, 1000);
  if (ms === REFUSED) return;
  for (let i = 0; i < keys.count; i++) {
    const key = keys.at(i);
    const record = setToWrite(call, key);
    if (record === WRONG_TYPE) return;
    if (record === NO_REF) continue;
    const { reply, args } = call;
    const start = args.argStart[key]!;
    const walk = meetEnd(call, record, highest);
    reply.array(3);
    reply.bulk(args.buf as Buffer, start, start + args.argLen[key]!);
    reply.bulk(walk.bytes, walk.start, walk.end);
    reply.double(walk.score);
    takeMembers(call, key, record, highest, 1);
    return;
  }
  return waitForMembers(call, keys, ms);
}
