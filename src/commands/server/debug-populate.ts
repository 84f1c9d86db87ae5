/** DEBUG POPULATE: fills the database with strings, under one shard's lock at a time. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { NO_EXPIRY } from '../../store/record.ts';

const KEY = 0 as ArgIndex;
const VALUE = 1 as ArgIndex;

/** Creates `prefix:0` … where they do not exist, each `value:<number>`, cut or filled up with zeros to `size` if that is not 0. */
export function populate(call: Call, count: number, prefix: string, size: number): void {
  const { store, args } = call;
  const argStart = new Int32Array(2);
  const argLen = new Int32Array(2);
  for (let i = 0; i < count; i++) {
    const key = Buffer.from(`${prefix}:${i}`, 'latin1');
    const text = Buffer.from(`value:${i}`, 'latin1');
    const value = size === 0 ? text : Buffer.alloc(size);
    if (size > 0) text.copy(value);
    argStart[VALUE] = key.length;
    argLen[KEY] = key.length;
    argLen[VALUE] = value.length;
    store.args = { buf: Buffer.concat([key, value]), argc: 2, argStart, argLen };
    create(call);
  }
  store.args = args;
}

function create(call: Call): void {
  const { store, strings, walk } = call;
  const shard = store.prepare(KEY);
  // No command that writes, by its flags, but what is past its time makes room.
  store.keepsExpired = false;
  walk.enter(shard);
  try {
    if (store.peek(KEY) === NO_REF) strings.set(KEY, NO_REF, VALUE, NO_EXPIRY);
  } finally {
    walk.leave(shard);
  }
}
