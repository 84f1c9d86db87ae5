// HOT: no closures, no allocation; strings only in errors.
/**
 * What XADD and XTRIM have in common: `MAXLEN|MINID [=|~] threshold [LIMIT count]`. Redis reads these words in any order
 * and number, up to the ID of XADD, and says what is wrong in the order in which they stand; so does this.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { isWord } from '../../../protocol/command/words.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { ID_WORDS } from '../../values/stream/stream-id.ts';
import { BAD_ID, isCharacter, readId, readNewId } from './stream-id-text.ts';

/** The arguments are wrong; the error is replied. */
export const WRONG_ARGUMENTS = -1;

/** `*`: the whole ID is to be chosen. */
export const NO_ID = -1;

const NO_TRIM = 0;
const BY_COUNT = 1;
const BY_ID = 2;

const MAXLEN = Buffer.from('maxlen');
const MINID = Buffer.from('minid');
const LIMIT = Buffer.from('limit');
const NOMKSTREAM = Buffer.from('nomkstream');
const TILDE = 126;
const EQUALS = 61;
const STAR = 42;
/** Entries that `~` deletes at most when nothing else is said, in leaves; and its bounds. */
const DEFAULT_LIMIT_LEAVES = 100;
const DEFAULT_LIMIT = 10_000;
const HIGHEST_DEFAULT_LIMIT = 1_000_000;

/** What `readTrimming` has read last. */
class Trimming {
  strategy = NO_TRIM;
  exact = true;
  maxLength = 0;
  limit = 0;
  noMkStream = false;
  /** NO_ID, WHOLE_ID or OPEN_ID: what XADD's ID is; its words are in the draft of the entry. */
  newId = NO_ID;
  readonly minId: Int32Array = new Int32Array(ID_WORDS);
}

export const trimming: Trimming = new Trimming();
/** Entries up to which an XADD that deletes them is still quick: a node of them and some. */
const FEW = 128;

/**
 * Reads words from `first` on into `trimming`. XADD's end where its ID stands.
 * @returns the position behind them, or WRONG_ARGUMENTS
 */
export function readTrimming(call: Call, first: ArgIndex, isAdd: boolean): number {
  const { args } = call;
  trimming.strategy = NO_TRIM;
  trimming.exact = true;
  trimming.limit = 0;
  trimming.noMkStream = false;
  trimming.newId = NO_ID;
  let hasLimit = false;
  let i = first as number;
  for (; i < args.argc; i++) {
    const more = args.argc - 1 - i;
    if (isAdd && isCharacter(args, i, STAR)) break;
    if (more > 0 && isWord(args, i, MAXLEN)) i = readThreshold(call, i, more, BY_COUNT);
    else if (more > 0 && isWord(args, i, MINID)) i = readThreshold(call, i, more, BY_ID);
    else if (more > 0 && isWord(args, i, LIMIT)) {
      i = readCount(call, i + 1, ERROR.trimLimit);
      trimming.limit = count;
      hasLimit = true;
    } else if (isAdd && isWord(args, i, NOMKSTREAM)) trimming.noMkStream = true;
    else if (isAdd) {
      trimming.newId = readNewId(args, i, call.types.streams.entries.draft.id, 0);
      if (trimming.newId === BAD_ID) return wrong(call, ERROR.streamIdInvalid);
      break;
    } else i = wrong(call, ERROR.syntax);
    if (i === WRONG_ARGUMENTS) return WRONG_ARGUMENTS;
  }
  return finish(call, isAdd, hasLimit, i);
}

/** Trims a stream as `trimming` says. @returns how many entries are gone */
export function trim(call: Call, key: ArgIndex, root: Ref): number {
  const { strategy, maxLength, minId, exact, limit } = trimming;
  if (strategy === NO_TRIM) return 0;
  const deleted = call.types.streams.trim(key, root, maxLength, strategy === BY_ID ? minId : null, exact, limit);
  if (deleted > FEW) call.store.heap.longWorks++;
  return deleted;
}

let count = 0;

/** Reads a number that is not negative into `count`. @returns its position, or WRONG_ARGUMENTS */
function readCount(call: Call, argument: number, negative: number): number {
  const { buf, argStart, argLen } = call.args;
  count = parseInteger(buf, argStart[argument]!, argLen[argument]!);
  if (Number.isNaN(count)) return wrong(call, ERROR.notAnInteger);
  return count < 0 ? wrong(call, negative) : argument;
}

/** Reads what stands behind MAXLEN or MINID. @returns the position of the threshold, or WRONG_ARGUMENTS */
function readThreshold(call: Call, word: number, more: number, strategy: number): number {
  const { args } = call;
  if (trimming.strategy !== NO_TRIM) return wrong(call, ERROR.trimTwice);
  let i = word + 1;
  trimming.exact = true;
  if (more > 1 && isCharacter(args, i, TILDE)) {
    trimming.exact = false;
    i++;
  } else if (more > 1 && isCharacter(args, i, EQUALS)) i++;
  trimming.strategy = strategy;
  if (strategy === BY_ID) return readId(args, i, trimming.minId, 0, 0) ? i : wrong(call, ERROR.streamIdInvalid);
  i = readCount(call, i, ERROR.trimMaxlen);
  trimming.maxLength = count;
  return i;
}

function finish(call: Call, isAdd: boolean, hasLimit: boolean, end: number): number {
  if (trimming.strategy === NO_TRIM) {
    if (trimming.limit !== 0) return wrong(call, ERROR.trimLimitAlone);
    if (!isAdd) return wrong(call, ERROR.trimMissing);
  }
  if (hasLimit) return trimming.exact ? wrong(call, ERROR.trimLimitExact) : end;
  if (trimming.exact) return end;
  const limit = DEFAULT_LIMIT_LEAVES * call.settings.current.streamNodeMaxEntries;
  trimming.limit = limit <= 0 ? DEFAULT_LIMIT : limit > HIGHEST_DEFAULT_LIMIT ? HIGHEST_DEFAULT_LIMIT : limit;
  return end;
}

function wrong(call: Call, error: number): number {
  call.fail(error);
  return WRONG_ARGUMENTS;
}
