/** DEBUG DIGEST and DEBUG DIGEST-VALUE: whether data are the same, told by 40 hexadecimal digits. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { KeyIteration } from '../../store/key-iteration.ts';
import { Digest, digestValue } from './value-digest.ts';

/** Argument of which the shard is said for values that are only read: it does not matter. */
const ANY_KEY = 0 as ArgIndex;

/** DEBUG DIGEST-VALUE: the digest of each key's value, zeros where there is none. */
export function digestOfKeys(call: Call, first: ArgIndex, given: number): void {
  const digits: string[] = [];
  for (let i = 0; i < given; i++) digits.push(digestOfKey(call, (first + i) as ArgIndex));
  call.reply.array(given);
  for (const one of digits) call.reply.simple(one);
}

function digestOfKey(call: Call, key: ArgIndex): string {
  const digest = new Digest();
  const shard = call.store.prepare(key);
  call.walk.enter(shard);
  const record = call.store.peek(key);
  if (record !== NO_REF) digestValue(call, key, record, digest);
  call.walk.leave(shard);
  return digest.digits;
}

/** DEBUG DIGEST: the digest of all keys with their values in all databases, under one shard's lock for some keys at a time. */
export function digestOfAll(call: Call): void {
  const digest = new Digest();
  for (let db = 0; db < call.store.databases; db++) {
    const keys = digestsOfDatabase(call, db);
    if (keys.length === 0) continue;
    digest.mixNumber(db);
    for (const key of keys) digest.add(key);
  }
  call.reply.simple(digest.digits);
}

function digestsOfDatabase(call: Call, db: number): Buffer[] {
  const { store, walk } = call;
  const { records } = store;
  const iteration = new KeyIteration(store);
  const digests: Buffer[] = [];
  while (!iteration.isAtEnd) {
    if (iteration.skipEmptyShard(db)) continue;
    const { shard } = iteration;
    walk.enter(shard);
    const found = iteration.step(db);
    for (let i = 0; i < found; i++) {
      const record = iteration.refs[i]! as Ref;
      const digest = new Digest();
      const name = records.keyAt(record);
      digest.mix(records.bytesOf(record).subarray(name, name + records.keyLength(record)));
      digestValue(call, ANY_KEY, record, digest);
      digests.push(digest.bytes);
    }
    walk.leave(shard);
  }
  return digests;
}
