/** HTTL, HPTTL, HEXPIRETIME and HPEXPIRETIME. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { bytes, counted, type Grammar, key, token } from '../../../protocol/command/grammar.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { FieldList } from './field-list.ts';
import { openToRead } from './open-hash.ts';

/** Argument at which `FIELDS` stands. */
const FIELDS = 2;
const NO_FIELD = -2;
const STAYS = -1;

const fields = new FieldList();

/** What the documentation says of the arguments. @param access how the key is used */
export const documentedFields = (access: Parameters<typeof key>[0]): Grammar => ({
  key: key(access),
  fields: token('FIELDS', counted(bytes(), { count: 'numfields' })),
});

/** Replies with a time for each field. @param isRest what is left of it, not when it ends @param unitMs of the reply */
export function replyTimes(call: Call, key: ArgIndex, isRest: boolean, unitMs: number): void {
  if (!openToRead(call, key)) return;
  const error = fields.read(call, FIELDS);
  if (error !== NO_ERROR) {
    call.fail(error);
    return;
  }
  const since = isRest ? call.now() : 0;
  call.reply.array(fields.count);
  for (let i = 0; i < fields.count; i++) call.reply.integer(timeOf(call, fields.at(i), since, unitMs));
}

function timeOf(call: Call, name: ArgIndex, since: number, unitMs: number): number {
  const { hashes } = call.types;
  if (hashes.root === NO_REF || !hashes.hasLive(name)) return NO_FIELD;
  const { expiresAt } = hashes.field;
  return expiresAt === NO_EXPIRY ? STAYS : Math.ceil((expiresAt - since) / unitMs);
}
