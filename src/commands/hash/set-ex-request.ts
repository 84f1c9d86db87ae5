/** The arguments of HSETEX, read by hand: options in any order, each with errors of its own, then the fields. */
import { type ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { ERROR, unknownArgument } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { fieldTime, NO_TIME, TIME_OPTIONS } from './field-time.ts';

/** Fields keep their time to live. No time is that small. */
export const KEEPTTL = -2;

const MAX_COUNT = 2 ** 31 - 1;

export class SetExRequest {
  /** Pairs of a field and a value. */
  readonly data = new ArgRange();
  /** When the fields are to expire, ms since 1970, NO_EXPIRY or KEEPTTL. */
  expiresAt: number = NO_EXPIRY;
  /** FXX: true, FNX: false. */
  mustExist: boolean | undefined;
  #hasExpiration = false;

  /** @returns false when something is wrong: the error is replied */
  read(call: Call): boolean {
    this.expiresAt = NO_EXPIRY;
    this.mustExist = undefined;
    this.#hasExpiration = false;
    for (let at = 2; at < call.args.argc; ) {
      const word = call.text(at).toUpperCase();
      if (word === 'FIELDS') return this.#readFields(call, at + 1);
      const taken = this.#readOption(call, at, word);
      if (taken === 0) return false;
      at += taken;
    }
    call.fail(ERROR.wrongArity, 'hsetex');
    return false;
  }

  /** @returns how many arguments the option has, or 0 for an error */
  #readOption(call: Call, at: number, word: string): number {
    const form = TIME_OPTIONS.get(word);
    if (word === 'FNX' || word === 'FXX') {
      if (this.mustExist !== undefined) return refuse(call, ERROR.fieldConditions);
      this.mustExist = word === 'FXX';
      return 1;
    }
    if (form === undefined && word !== 'KEEPTTL') {
      call.reply.error(unknownArgument(call.text(at)));
      return 0;
    }
    if (this.#hasExpiration) return refuse(call, ERROR.fieldExpirations);
    this.#hasExpiration = true;
    if (form === undefined) {
      this.expiresAt = KEEPTTL;
      return 1;
    }
    if (at + 1 >= call.args.argc) return refuse(call, ERROR.wrongArity);
    this.expiresAt = fieldTime(call, at + 1, form, 'hsetex');
    return this.expiresAt === NO_TIME ? 0 : 2;
  }

  #readFields(call: Call, at: number): boolean {
    const { argc, buf, argStart, argLen } = call.args;
    if (at >= argc) return refuse(call, ERROR.wrongArity) !== 0;
    const count = parseInteger(buf, argStart[at]!, argLen[at]!);
    if (Number.isNaN(count) || count < 1 || count > MAX_COUNT) return refuse(call, ERROR.fieldCountInvalid) !== 0;
    if (count * 2 !== argc - at - 1) return refuse(call, ERROR.wrongArity) !== 0;
    this.data.first = (at + 1) as ArgIndex;
    this.data.count = count;
    this.data.stride = 2;
    return true;
  }
}

function refuse(call: Call, error: number): 0 {
  call.fail(error, 'hsetex');
  return 0;
}
