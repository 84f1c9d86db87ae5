/** GETRANGE and its old name SUBSTR. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';

const NOTHING = Buffer.alloc(0);
/** From here on a part of a large value is sent from where it lies: copying it under the lock would take longer. */
const PINNED_BYTES = 16 * 1024;

/** Replies with bytes `from` to `to` of a string, both included; negative positions count from its end. */
export function replySubstring(call: Call, key: ArgIndex, from: number, to: number): void {
  const { reply, store, strings } = call;
  const ref = store.read(key);
  if (ref === NO_REF) {
    reply.bulk(NOTHING, 0, 0);
    return;
  }
  if (store.records.type(ref) !== TYPE_STRING) {
    call.fail(ERROR.wrongType);
    return;
  }
  const length = strings.length(ref);
  const isEmpty = from < 0 && to < 0 && from > to;
  const first = fromStart(from, length);
  const last = Math.min(fromStart(to, length), length - 1);
  if (isEmpty || first > last) {
    reply.bulk(NOTHING, 0, 0);
    return;
  }
  const bytes = last - first + 1;
  if (bytes === length) {
    call.replyString(ref);
    return;
  }
  const { records, large } = store;
  if (records.isLarge(ref) && bytes >= PINNED_BYTES) {
    const object = records.largeRef(ref);
    large.pin(object);
    reply.bulkHeader(bytes);
    reply.externalPart(object, first, bytes);
    reply.crlf();
    return;
  }
  reply.bulkHeader(bytes);
  reply.ensure(bytes + 2);
  strings.copyOut(ref, first, bytes, reply.buf, reply.pos);
  reply.pos += bytes;
  reply.crlf();
}

function fromStart(position: number, length: number): number {
  if (position >= 0) return position;
  return length + position < 0 ? 0 : length + position;
}
