// HOT: `read` runs once for up to 32 commands; no closures, no allocation.
/** Commands of one connection that are read ahead, so that their keys can be looked for in memory while others are. */
import { COMMAND } from '../../protocol/resp/request-parser.ts';
import { MOST_AHEAD } from '../dispatch/look-ahead.ts';
import { ParsedRequest } from '../dispatch/request.ts';
import type { Connection } from './connection.ts';

/** Commands in one go from which on a client has sent them without waiting for replies. */
const PIPELINED = 4;

export class CommandGroup {
  /** The first `count` of them are to be run. */
  readonly requests: readonly ParsedRequest[] = Array.from({ length: MOST_AHEAD }, () => new ParsedRequest(true));
  count = 0;

  get isPipelined(): boolean {
    return this.count >= PIPELINED;
  }

  /**
   * Reads the next commands of a connection, up to a group.
   * @returns COMMAND when there may be more, else what the parser says behind the group
   */
  read({ client, parser }: Connection): number {
    // Who is not authenticated yet may be by the next command, which changes what the parser lets through.
    const most = client.authenticated ? MOST_AHEAD : 1;
    this.count = 0;
    while (this.count < most) {
      const status = parser.next();
      if (status !== COMMAND) return status;
      const request = this.requests[this.count++]!;
      request.take(parser);
      if (request.sinks.length > 0) break;
    }
    return COMMAND;
  }
}
