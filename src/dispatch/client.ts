/**
 * What the server knows of one client, on the thread that serves it. What other threads may ask for (CLIENT LIST,
 * CLIENT KILL) is mirrored in the shared client table.
 */

/** Which replies CLIENT REPLY lets through. */
export const REPLY_ON = 0;
export const REPLY_OFF = 1;
/** The reply of the next command is not sent … */
export const REPLY_SKIP_NEXT = 2;
/** … and this is that command. */
export const REPLY_SKIP = 3;

/** Bits of `gateBits`: what keeps a client's commands from running without a look at the gates. */
export const GATE_AUTH = 1;
export const GATE_MULTI = 2;
export const GATE_SUBSCRIBED = 4;

export class Client {
  /** Unique for the life of the server, from 1. */
  readonly id: number;
  /** Row of the shared client table, or -1 for a client that is not listed (a test, the server itself). */
  slot = -1;
  db = 0;
  resp: 2 | 3 = 2;
  authenticated: boolean;
  /** Non-zero: every command passes the gates one by one. HOT. */
  gateBits = 0;
  replyMode: number = REPLY_ON;
  /** CLIENT NO-EVICT and NO-TOUCH. */
  noEvict = false;
  noTouch = false;
  monitoring = false;
  /** Set when the connection is to be closed after the reply (QUIT, SHUTDOWN, CLIENT KILL of oneself). */
  closeAfterReply = false;
  /** Index in the command table of the command that ran last; -1 before the first. */
  lastCommand = -1;
  /** Time of the last command, ms since 1970. */
  lastActiveMs = 0;
  name = '';
  libName = '';
  libVersion = '';
  readonly address: string;
  readonly localAddress: string;
  readonly createdMs: number;

  constructor(id: number, address: string, localAddress: string, nowMs: number, authenticated: boolean) {
    this.id = id;
    this.address = address;
    this.localAddress = localAddress;
    this.createdMs = nowMs;
    this.lastActiveMs = nowMs;
    this.authenticated = authenticated;
    this.gateBits = authenticated ? 0 : GATE_AUTH;
  }

  /** AUTH, HELLO … AUTH, RESET: whether the client may run commands. */
  setAuthenticated(authenticated: boolean): void {
    this.authenticated = authenticated;
    if (authenticated) this.gateBits &= ~GATE_AUTH;
    else this.gateBits |= GATE_AUTH;
  }
}
