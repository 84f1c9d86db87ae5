/**
 * What the server knows of one client, on the thread that serves it. What other threads may ask for (CLIENT LIST,
 * CLIENT KILL) is mirrored in the shared client table.
 */

import { NO_REF, type Ref } from '../memory/types.ts';

import type { ClientTracking } from './client-tracking.ts';
import type { Transaction } from './transaction.ts';
import type { WatchedKey } from './watched-keys.ts';

const WATCHES_NOTHING: Map<Ref, WatchedKey> = new Map();

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
export const GATE_MONITORING = 8;

/** Why a command that was blocked is offered again: it was not blocked, or something may have come for it … */
export const WOKEN_NOT = 0;
/** … or its time is over (or CLIENT UNBLOCK says so) … */
export const WOKEN_TIMEOUT = 1;
/** … or CLIENT UNBLOCK ERROR ended it. */
export const WOKEN_ERROR = 2;

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
  /** Hits or misses that one of its look-ups is: 0 for who looks on, and is no part of what the server is used for. */
  counts: 0 | 1 = 1;
  /** A script of it is on the script thread. */
  isShipped = false;
  /** Its command waited and was served by another client of this thread: the reply is sent when the present turn is over. */
  isAnswered = false;
  /** A command of it waits for the end of CLIENT PAUSE. */
  held = false;
  /** `WOKEN_…`; a blocking command takes it by `takeWoken` before anything else. */
  woken = WOKEN_NOT;
  /** What MULTI has gathered; undefined outside MULTI. */
  transaction: Transaction | undefined = undefined;
  /** CLIENT TRACKING; undefined when it is off. */
  tracking: ClientTracking | undefined = undefined;
  /** WATCH: by their entries. Most clients never watch, and have a map in common. */
  watched: Map<Ref, WatchedKey> = WATCHES_NOTHING;
  /** Names that it is subscribed to, by kind (ports/pubsub.ts), latin1; undefined before the first. */
  subscriptions: readonly Set<string>[] | undefined = undefined;
  /** How many of each kind. */
  channels = 0;
  patterns = 0;
  shardChannels = 0;
  /** Numbers of queued commands, watched keys or subscriptions changed since they were published. */
  figuresChanged = false;
  /** Where it waits for keys (store/observers/waiters.ts), or no block. */
  waiter: Ref = NO_REF;
  /** Shards of the keys of the command that waits, one bit each. */
  waitLow = 0;
  waitHigh = 0;
  /** The connection under this client; only the io thread looks at it. */
  owner: unknown = undefined;
  /** Set when the connection is to be closed after the reply (QUIT, SHUTDOWN, CLIENT KILL of oneself). */
  closeAfterReply = false;
  /** Turns in which room was made for the command that waits. */
  roomTurns = 0;
  /** Index in the command table of the command that ran last; -1 before the first. */
  lastCommand = -1;
  /** Time of the last command, ms since 1970. */
  lastActiveMs = 0;
  name = '';
  libName = '';
  libVersion = '';
  user = 'default';
  /** Connected by a unix socket: the address is its path, and the port 0. */
  readonly isUnix: boolean;
  readonly address: string;
  readonly localAddress: string;
  readonly createdMs: number;

  constructor(id: number, address: string, localAddress: string, nowMs: number, authenticated: boolean) {
    this.id = id;
    this.isUnix = address.endsWith(':0');
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

  /** MONITOR: it gets a line for each command of others. */
  get monitoring(): boolean {
    return (this.gateBits & GATE_MONITORING) !== 0;
  }

  /** Why a blocked command is offered again, once. */
  takeWoken(): number {
    const woken = this.woken;
    this.woken = WOKEN_NOT;
    return woken;
  }
}
