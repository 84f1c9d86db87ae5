/** HEXPIRE, HPEXPIRE, HEXPIREAT and HPEXPIREAT. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { bytes, counted, type Grammar, key, oneof, optional, token } from '../../../protocol/command/grammar.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { FieldList, isWord } from './field-list.ts';
import { fieldTime, NO_TIME, type TimeForm } from './field-time.ts';
import { openToWrite } from './open-hash.ts';

/** Argument that is the time. */
const TIME = 2;
const CONDITIONS = ['NX', 'XX', 'GT', 'LT'] as const;
type Condition = (typeof CONDITIONS)[number];

// Replies for each field.
const NO_FIELD = -2;
const NOT_MET = 0;
const SET = 1;
const DELETED = 2;

const fields = new FieldList();

/** What the documentation says behind the time. */
export const documentedFields = (): Pick<Grammar, string> => ({
  condition: optional(oneof([...CONDITIONS])),
  fields: token('FIELDS', counted(bytes(), { count: 'numfields' })),
});

/** The key as these commands document it. */
export const expiringKey = () => key('RW update');

/** Sets when fields expire and replies for each of them; a time that is over deletes them. */
export function expireFields(call: Call, key: ArgIndex, form: TimeForm, command: string): void {
  if (!openToWrite(call, key)) return;
  const at = fieldTime(call, TIME, form, command);
  if (at === NO_TIME) return;
  const condition = CONDITIONS.find((word) => isWord(call, TIME + 1, word));
  const error = fields.read(call, TIME + (condition === undefined ? 1 : 2), ERROR.fieldCountAboveZero);
  if (error !== NO_ERROR) {
    call.fail(error);
    return;
  }
  const { hashes } = call.types;
  hashes.expectTimes();
  const isOver = at <= call.now();
  let changed = 0;
  call.reply.array(fields.count);
  for (let i = 0; i < fields.count; i++) {
    const reply = expireField(call, fields.at(i), at, isOver, condition);
    if (reply > 0) changed++;
    call.reply.integer(reply);
  }
  if (changed > 0) hashes.changed(isOver ? EVENT.hdel : EVENT.hexpire, changed);
  hashes.settle();
}

function expireField(
  call: Call,
  name: ArgIndex,
  at: number,
  isOver: boolean,
  condition: Condition | undefined,
): number {
  const { hashes } = call.types;
  if (hashes.root === NO_REF || !hashes.findAny(name)) return NO_FIELD;
  if (!allows(condition, hashes.field.expiresAt, at)) return NOT_MET;
  if (!isOver) hashes.setExpiry(at);
  else hashes.remove();
  return isOver ? DELETED : SET;
}

/** A field that does not expire counts as one that does after any other. */
function allows(condition: Condition | undefined, before: number, at: number): boolean {
  const expires = before !== NO_EXPIRY;
  if (condition === 'NX') return !expires;
  if (condition === 'XX') return expires;
  if (condition === 'GT') return expires && at > before;
  return condition === undefined || !expires || at < before;
}
