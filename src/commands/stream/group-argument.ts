/** What the subcommands of XGROUP have in common: their key must be there, and often the group. */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import { parseInt64 } from '../../../protocol/command/numbers.ts';
import { isWord } from '../../../protocol/command/words.ts';
import { ERROR, unknownOrWrongArity } from '../../../protocol/resp/errors.ts';
import { noSuchGroup } from '../../../protocol/resp/stream-errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { UNKNOWN_READ } from '../../store/collections/stream-progress.ts';
import { ID_WORDS } from '../../values/stream/stream-id.ts';
import { isCharacter, readId, readIdOrEnd } from './stream-id-text.ts';
import { groupNamed, OTHER_TYPE, writeStream } from './stream-lookup.ts';

const MKSTREAM = Buffer.from('mkstream');
const ENTRIESREAD = Buffer.from('entriesread');
const DOLLAR = 36;

/** What `readGroupOptions` has read. */
export const groupOptions: { mkStream: boolean; entriesRead: number | bigint } = { mkStream: false, entriesRead: -1 };

/** The ID that `readGroupId` has read. */
export const groupId: Int32Array = new Int32Array(ID_WORDS);

/** Reads the options of XGROUP CREATE and SETID. @returns false when they are wrong; the error is replied */
export function readGroupOptions(call: Call, options: ArgRange, mayMakeStream: boolean): boolean {
  const { args } = call;
  groupOptions.mkStream = false;
  groupOptions.entriesRead = UNKNOWN_READ;
  for (let i = options.first as number; i < options.end; i++) {
    if (mayMakeStream && isWord(args, i, MKSTREAM)) groupOptions.mkStream = true;
    else if (isWord(args, i, ENTRIESREAD) && i + 1 < options.end) {
      i++;
      const entries = parseInt64(args.buf, args.argStart[i]!, args.argLen[i]!);
      if (Number.isNaN(entries)) return refuse(call, ERROR.notAnInteger);
      if (entries < UNKNOWN_READ) return refuse(call, ERROR.entriesRead);
      groupOptions.entriesRead = entries;
    } else {
      failArguments(call, 'xgroup');
      return false;
    }
  }
  return true;
}

/** The stream of a key; NO_REF when there is none, or one of another type: the error is replied. */
export function requireStream(call: Call, key: ArgIndex): Ref {
  const root = writeStream(call, key);
  if (root === NO_REF) call.fail(ERROR.groupNeedsKey);
  return root === OTHER_TYPE ? NO_REF : root;
}

/** A group of a stream, or NO_REF: the error is replied. */
export function requireNamedGroup(call: Call, root: Ref, key: ArgIndex, name: ArgIndex): Ref {
  const group = groupNamed(call, root, name);
  if (group === NO_REF) call.reply.error(noSuchGroup(call.text(key), call.text(name)));
  return group;
}

/** Reads the last ID of a group into `groupId`: `$` is the stream's. @returns false when it is none; the error is replied */
export function readGroupId(call: Call, root: Ref, argument: ArgIndex, mayBeEnd: boolean): boolean {
  if (isCharacter(call.args, argument, DOLLAR)) {
    if (root === NO_REF) groupId.fill(0);
    else call.types.streams.copyLastId(root, groupId, 0);
    return true;
  }
  const read = mayBeEnd ? readIdOrEnd : readId;
  return read(call.args, argument, groupId, 0, 0) || refuse(call, ERROR.streamIdInvalid);
}

/** Says that a subcommand is unknown or has other arguments than it takes. */
export function failArguments(call: Call, container: string): void {
  call.reply.error(unknownOrWrongArity(call.text(1), container));
}

function refuse(call: Call, error: number): false {
  call.fail(error);
  return false;
}
