/** DEBUG OBJECT: how a key is kept, in the fields of Redis. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';

/** Ticks of the access clock in a second. */
const TICKS = 64;
/** Bytes of a dump beside the value: its type before, version and checksum behind. */
const DUMP_FRAME = 11;

/** DEBUG OBJECT: one line about the value of a key. */
export function describeObject(call: Call, key: ArgIndex): void {
  const shard = call.store.prepare(key);
  call.walk.enter(shard);
  const ref = call.store.peek(key);
  const text = ref === NO_REF ? '' : describe(call, key, ref);
  call.walk.leave(shard);
  if (text === '') call.fail(ERROR.noSuchKey);
  else call.reply.simple(text);
}

function describe({ store, types }: Call, key: ArgIndex, ref: Ref): string {
  const clock = store.records.accessClock(ref);
  const idle = Math.floor(((store.clock - clock) >>> 0) / TICKS);
  const { dumper } = types;
  dumper.dump(key, ref);
  const length = dumper.writer.length - DUMP_FRAME;
  dumper.writer.begin();
  return [
    `Value at:0x${(ref >>> 0).toString(16)}`,
    'refcount:1',
    `encoding:${types.encodingName(ref)}`,
    `serializedlength:${length}`,
    `lru:${Math.floor(clock / TICKS) & 0xffffff}`,
    `lru_seconds_idle:${idle}`,
  ].join(' ');
}
