// HOT: no closures; strings only in errors.
/** XREADGROUP: a consumer gets the entries of several streams that its group was not given yet, or what it has pending. */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { noGroupForReading } from '../../../protocol/resp/stream-errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { fillId, ID_WORDS, incrementId, isMaxId } from '../../values/stream/stream-id.ts';
import { takeConsumer } from './claim.ts';
import { deliver } from './deliver.ts';
import { replyEntry, replyGoneEntry } from './entry-reply.ts';
import { idList } from './id-list.ts';
import { replyKey } from './read-streams.ts';
import { isCharacter, readId } from './stream-id-text.ts';
import { groupNamed, isTooLong, OTHER_TYPE, readStream } from './stream-lookup.ts';

const DOLLAR = 36;
const PLUS = 43;
const GREATER = 62;

let roots: Int32Array = new Int32Array(16);
let groups: Int32Array = new Int32Array(16);

/** Replies with entries, if there are any. @returns whether it has replied; else the client may wait */
export function readGroup(
  call: Call,
  keys: ArgRange,
  ids: ArgRange,
  groupName: ArgIndex,
  consumerName: ArgIndex,
  count: number | undefined,
  noAck: boolean,
): boolean {
  const { reply, types } = call;
  if (isTooLong(call, consumerName) || !findAll(call, keys, ids, groupName)) return true;
  const most = count === undefined || count <= 0 ? Number.POSITIVE_INFINITY : count;
  let served = 0;
  let mark = 0;
  for (let i = 0; i < keys.count; i++) {
    const [root, group] = [roots[i]! as Ref, groups[i]! as Ref];
    const at = i * ID_WORDS;
    call.store.countAgain(keys.at(i), true);
    const consumer = takeConsumer(call, keys.at(i), group, consumerName);
    const isHistory = !isMaxId(idList.words, at);
    if (!isHistory && !types.streams.hasNewFor(root, group)) continue;
    if (served++ === 0) mark = reply.deferred();
    if (reply.resp === 2) reply.array(2);
    replyKey(call, keys.at(i));
    const inner = reply.deferred();
    const found = isHistory
      ? replyHistory(call, root, group, consumer, at, most)
      : deliver(call, keys.at(i), root, group, consumer, most, noAck);
    reply.resolveDeferred(inner, 'array', found);
  }
  if (served !== 0) reply.resolveDeferred(mark, reply.resp === 2 ? 'array' : 'map', served);
  return served !== 0;
}

/** Looks up streams and groups, and reads IDs into `idList` (`>` is the greatest one). @returns false after an error */
function findAll(call: Call, keys: ArgRange, ids: ArgRange, groupName: ArgIndex): boolean {
  if (keys.count > roots.length) {
    roots = new Int32Array(keys.count * 2);
    groups = new Int32Array(keys.count * 2);
  }
  idList.clear();
  for (let i = 0; i < keys.count; i++) {
    const root = readStream(call, keys.at(i));
    if (root === OTHER_TYPE) return false;
    const group = root === NO_REF ? NO_REF : groupNamed(call, root, groupName);
    if (group === NO_REF) {
      call.reply.error(noGroupForReading(call.text(keys.at(i)), call.text(groupName)));
      return false;
    }
    roots[i] = root;
    groups[i] = group;
    const error = readStart(call, ids.at(i));
    if (error === ERROR.none) continue;
    call.fail(error);
    return false;
  }
  return true;
}

/** @returns the code of what is wrong with the ID of an argument */
function readStart(call: Call, argument: ArgIndex): number {
  const { args } = call;
  const at = idList.push();
  if (isCharacter(args, argument, GREATER)) fillId(idList.words, at, -1);
  else if (isCharacter(args, argument, DOLLAR)) return ERROR.readGroupDollar;
  else if (isCharacter(args, argument, PLUS)) return ERROR.readGroupPlus;
  else if (!readId(args, argument, idList.words, at, 0)) return ERROR.streamIdInvalid;
  return ERROR.none;
}

/** Replies with what a consumer has pending behind an ID of `idList`, entries that are gone included. @returns how many */
function replyHistory(call: Call, root: Ref, group: Ref, consumer: Ref, at: number, most: number): number {
  const { entries, groups: sets } = call.types.streams;
  const { owned, deliveries } = sets;
  let found = 0;
  if (!incrementId(idList.words, at)) return 0;
  let more = sets.beginOwned(consumer, idList.words, at);
  for (; more && found < most; more = owned.next()) {
    found++;
    if (!entries.find(root, owned.words, owned.at)) {
      replyGoneEntry(call.reply, owned.words, owned.at);
      continue;
    }
    replyEntry(call);
    if (!sets.findPending(group, owned.words, owned.at)) continue;
    deliveries.setDelivery(call.now(), deliveries.deliveries() + 1);
  }
  return found;
}
