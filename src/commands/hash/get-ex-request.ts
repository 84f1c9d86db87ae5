/** The arguments of HGETEX, read by hand: the key's type is looked at before them. */
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { FieldList, isWord } from './field-list.ts';
import { fieldTime, NO_TIME, TIME_OPTIONS } from './field-time.ts';

/** No option: times stay as they are. No time is that small. */
export const KEEP = -2;
/** First argument behind the key. */
const OPTIONS = 2;

export class GetExRequest {
  readonly fields = new FieldList();
  /** When the fields are to expire, ms since 1970; NO_EXPIRY for PERSIST, or KEEP. */
  expiresAt: number = KEEP;

  /** @returns false when something is wrong: the error is replied */
  read(call: Call): boolean {
    this.expiresAt = KEEP;
    let at = OPTIONS;
    const form = TIME_OPTIONS.get(call.text(at).toUpperCase());
    if (form !== undefined) {
      this.expiresAt = fieldTime(call, at + 1, form, 'hgetex');
      if (this.expiresAt === NO_TIME) return false;
      at += 2;
    } else if (isWord(call, at, 'PERSIST')) {
      this.expiresAt = NO_EXPIRY;
      at++;
    }
    const error = this.fields.read(call, at);
    if (error === NO_ERROR) return true;
    call.fail(error);
    return false;
  }
}
