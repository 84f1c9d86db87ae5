/** What RESTORE is told behind the payload, read in Redis' order: the first error wins. */
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { type ErrorCode, NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';

const FIRST_OPTION = 4;
const MOST_USED = 255;

export class RestoreOptions {
  replace = false;
  /** The time to live is a point in time. */
  absolute = false;
  idleSeconds: number | undefined;
  frequency: number | undefined;

  /** @returns NO_ERROR or the first error */
  read(call: Call): ErrorCode {
    const { argc, argStart, argLen, buf } = call.args;
    this.replace = false;
    this.absolute = false;
    this.idleSeconds = undefined;
    this.frequency = undefined;
    for (let i = FIRST_OPTION; i < argc; i++) {
      const word = call.text(i).toUpperCase();
      const hasMore = i + 1 < argc;
      if (word === 'REPLACE') this.replace = true;
      else if (word === 'ABSTTL') this.absolute = true;
      else if (word === 'IDLETIME' && hasMore && this.frequency === undefined) {
        i++;
        this.idleSeconds = parseInteger(buf, argStart[i]!, argLen[i]!);
        if (Number.isNaN(this.idleSeconds)) return ERROR.notAnInteger;
        if (this.idleSeconds < 0) return ERROR.restoreIdleTime;
      } else if (word === 'FREQ' && hasMore && this.idleSeconds === undefined) {
        i++;
        this.frequency = parseInteger(buf, argStart[i]!, argLen[i]!);
        if (Number.isNaN(this.frequency)) return ERROR.notAnInteger;
        if (this.frequency < 0 || this.frequency > MOST_USED) return ERROR.restoreFrequency;
      } else return ERROR.syntax;
    }
    return NO_ERROR;
  }
}
