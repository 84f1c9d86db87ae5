// HOT: no closures, no allocation on the JS heap.
/** What LPUSH, RPUSH, LPUSHX and RPUSHX have in common. */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_LIST } from '../../store/record.ts';

/** Pushes elements one after the other and replies with the length. @param creates whether a missing list is made */
export function pushItems(call: Call, key: ArgIndex, elements: ArgRange, front: boolean, creates: boolean): void {
  const { store, reply } = call;
  const record = store.write(key);
  if (record !== NO_REF && store.records.type(record) !== TYPE_LIST) call.fail(ERROR.wrongType);
  else if (record === NO_REF && !creates) reply.integer(0);
  else {
    reply.integer(call.types.lists.push(key, record, elements.first, elements.count, front));
    if (elements.count > 1) store.countMore(elements.count - 1);
  }
}
