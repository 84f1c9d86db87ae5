// HOT: no closures, no allocation but for waiting.
/** XREAD: the entries of several streams that come behind an ID each. */
import type { ArgRange } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { decrementId, fillId, ID_WORDS, incrementId } from '../../values/stream/stream-id.ts';
import { idList } from './id-list.ts';
import { replyForwards } from './range-reply.ts';
import { idText, isCharacter, rangeEnd, readId } from './stream-id-text.ts';
import { OTHER_TYPE, readStream } from './stream-lookup.ts';

const DOLLAR = 36;
const PLUS = 43;
const GREATER = 62;

/** Where entries are looked for, one after the other: what `findStreams` found. */
let roots: Int32Array = new Int32Array(16);

/**
 * Replies with entries, if any stream has some.
 * @returns whether it has replied; else the client may wait, and `$` has become the ID that it means
 */
export function readStreams(call: Call, keys: ArgRange, ids: ArgRange, count: number | undefined): boolean {
  const { reply, types } = call;
  if (!findStreams(call, keys) || !readIds(call, ids)) return true;
  const most = count === undefined || count <= 0 ? Number.POSITIVE_INFINITY : count;
  let served = 0;
  let mark = 0;
  fillId(rangeEnd, 0, -1);
  for (let i = 0; i < keys.count; i++) {
    const root = roots[i]! as Ref;
    const at = i * ID_WORDS;
    call.store.countAgain(keys.at(i), root !== NO_REF);
    if (root === NO_REF || !types.streams.hasBehind(root, idList.words, at)) continue;
    if (served++ === 0) mark = reply.deferred();
    if (reply.resp === 2) reply.array(2);
    replyKey(call, keys.at(i));
    incrementId(idList.words, at);
    const inner = reply.deferred();
    reply.resolveDeferred(inner, 'array', replyForwards(call, root, idList.words, at, most));
  }
  if (served !== 0) {
    reply.resolveDeferred(mark, reply.resp === 2 ? 'array' : 'map', served);
    return true;
  }
  for (let i = 0; i < ids.count; i++) {
    if (isCharacter(call.args, ids.at(i), DOLLAR)) call.replaceArgument(ids.at(i), idText(idList.words, i * ID_WORDS));
  }
  return false;
}

/** Replies with the name of a key. */
export function replyKey(call: Call, key: number): void {
  const { buf, argStart, argLen } = call.args;
  const start = argStart[key]!;
  call.reply.bulk(buf as Buffer, start, start + argLen[key]!);
}

/** Looks all streams up. @returns false when a key holds another type; the error is replied */
function findStreams(call: Call, keys: ArgRange): boolean {
  if (keys.count > roots.length) roots = new Int32Array(keys.count * 2);
  for (let i = 0; i < keys.count; i++) {
    const root = readStream(call, keys.at(i));
    if (root === OTHER_TYPE) return false;
    roots[i] = root;
  }
  return true;
}

/** Reads the IDs behind which entries are wanted into `idList`. @returns false when one is wrong; the error is replied */
function readIds(call: Call, ids: ArgRange): boolean {
  const { args, types } = call;
  idList.clear();
  for (let i = 0; i < ids.count; i++) {
    const argument = ids.at(i);
    const root = roots[i]! as Ref;
    const at = idList.push();
    const { words } = idList;
    if (isCharacter(args, argument, DOLLAR)) {
      if (root === NO_REF) fillId(words, at, 0);
      else types.streams.copyLastId(root, words, at);
    } else if (isCharacter(args, argument, PLUS)) {
      if (root === NO_REF || !types.streams.copyTopId(root, words, at)) fillId(words, at, 0);
      else decrementId(words, at);
    } else if (isCharacter(args, argument, GREATER)) {
      call.fail(ERROR.readGreater);
      return false;
    } else if (!readId(args, argument, words, at, 0)) {
      call.fail(ERROR.streamIdInvalid);
      return false;
    }
  }
  return true;
}
