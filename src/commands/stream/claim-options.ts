/** The options of XCLAIM, which follow its IDs: whatever is no ID ends them. */
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { isWord } from '../../../protocol/command/words.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { unrecognizedClaimOption } from '../../../protocol/resp/stream-errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { fillId, ID_WORDS } from '../../values/stream/stream-id.ts';
import { readId } from './stream-id-text.ts';

const FORCE = Buffer.from('force');
const JUSTID = Buffer.from('justid');
const IDLE = Buffer.from('idle');
const TIME = Buffer.from('time');
const RETRYCOUNT = Buffer.from('retrycount');
const LASTID = Buffer.from('lastid');

/** No IDLE, TIME or RETRYCOUNT. */
const NOT_GIVEN = -1;

class ClaimOptions {
  force = false;
  justId = false;
  /** When the entries count as delivered, ms since 1970. */
  deliveredMs = NOT_GIVEN;
  /** How often; below 0 when nothing was said. */
  retryCount = NOT_GIVEN;
  readonly lastId: Int32Array = new Int32Array(ID_WORDS);
}

export const claimOptions: ClaimOptions = new ClaimOptions();

/** Reads the options from an argument to the last. @returns false when they are wrong; the error is replied */
export function readClaimOptions(call: Call, first: number): boolean {
  const { args } = call;
  const nowMs = call.now();
  claimOptions.force = false;
  claimOptions.justId = false;
  claimOptions.deliveredMs = NOT_GIVEN;
  claimOptions.retryCount = NOT_GIVEN;
  fillId(claimOptions.lastId, 0, 0);
  for (let i = first; i < args.argc; i++) {
    const more = i + 1 < args.argc;
    if (isWord(args, i, FORCE)) claimOptions.force = true;
    else if (isWord(args, i, JUSTID)) claimOptions.justId = true;
    else if (more && isWord(args, i, IDLE)) {
      if (!takeNumber(call, ++i, ERROR.claimIdle)) return false;
      claimOptions.deliveredMs = nowMs - value;
    } else if (more && isWord(args, i, TIME)) {
      if (!takeNumber(call, ++i, ERROR.claimTime)) return false;
      claimOptions.deliveredMs = value;
    } else if (more && isWord(args, i, RETRYCOUNT)) {
      if (!takeNumber(call, ++i, ERROR.claimRetryCount)) return false;
      claimOptions.retryCount = value;
    } else if (more && isWord(args, i, LASTID)) {
      if (readId(args, ++i, claimOptions.lastId, 0, 0)) continue;
      call.fail(ERROR.streamIdInvalid);
      return false;
    } else {
      call.reply.error(unrecognizedClaimOption(call.text(i)));
      return false;
    }
  }
  const { deliveredMs } = claimOptions;
  // A time of nonsense is a client's clock that goes wrong: the entry counts as delivered now.
  if (deliveredMs < 0 || deliveredMs > nowMs) claimOptions.deliveredMs = nowMs;
  return true;
}

let value = 0;

function takeNumber(call: Call, argument: number, error: number): boolean {
  value = parseInteger(call.args.buf, call.args.argStart[argument]!, call.args.argLen[argument]!);
  if (!Number.isNaN(value)) return true;
  call.fail(error);
  return false;
}
