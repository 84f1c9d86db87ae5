// HOT: no closures, no allocation but for errors.
/** Looks up the stream of a key and the group of a name, and says what Redis says when they are not there. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { noGroupOfKey } from '../../../protocol/resp/stream-errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { TYPE_STREAM } from '../../store/record.ts';

/** The key holds another type; the error is replied. */
export const OTHER_TYPE: Ref = -1 as Ref;

/** The root of the stream of a key that is read; NO_REF if there is none, or OTHER_TYPE. */
export function readStream(call: Call, key: ArgIndex): Ref {
  return rootOf(call, call.store.read(key));
}

/** As `readStream`, for a change. */
export function writeStream(call: Call, key: ArgIndex): Ref {
  return rootOf(call, call.store.write(key));
}

function rootOf(call: Call, record: Ref): Ref {
  if (record === NO_REF) return NO_REF;
  const { store } = call;
  if (store.records.type(record) === TYPE_STREAM) return store.collections.rootOf(record);
  call.fail(ERROR.wrongType);
  return OTHER_TYPE;
}

/** The group of a stream that an argument names, or NO_REF. */
export function groupNamed(call: Call, root: Ref, name: ArgIndex): Ref {
  const { buf, argStart, argLen } = call.args;
  return call.types.streams.groups.find(root, buf, argStart[name]!, argLen[name]!);
}

/** The consumer of a group that an argument names, or NO_REF. */
export function consumerNamed(call: Call, group: Ref, name: ArgIndex): Ref {
  const { buf, argStart, argLen } = call.args;
  return call.types.streams.groups.findConsumer(group, buf, argStart[name]!, argLen[name]!);
}

/** The group of the stream of a key, or NO_REF when there is no such key, type or group; the error is replied. */
export function requireGroup(call: Call, root: Ref, key: ArgIndex, group: ArgIndex): Ref {
  if (root === OTHER_TYPE) return NO_REF;
  const found = root === NO_REF ? NO_REF : groupNamed(call, root, group);
  if (found === NO_REF) call.reply.error(noGroupOfKey(call.text(key), call.text(group)));
  return found;
}

/** Whether a name is too long to be stored; the error is replied. */
export function isTooLong(call: Call, name: ArgIndex): boolean {
  if (call.args.argLen[name]! <= call.types.streams.maxNameBytes) return false;
  call.fail(ERROR.nameTooLong);
  return true;
}
