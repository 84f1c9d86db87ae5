/**
 * One row of the client table: where its numbers are, and what they mean.
 *
 *   word  0 id (f64)      2 created (f64)   4 last active (f64)  6 redirect (f64)
 *         8 thread        9 next free row  10 db                11 flags
 *        12 resp         13 last command   14 query bytes       15 output bytes
 *        16 requests     17 wait           18 fd                19 channels
 *        20 patterns     21 shard channels 22 queued commands   23 watched keys
 *        24 argument bytes                 25 queued bytes   26 memory (f64)
 */

// Places of 64-bit floats.
export const ID = 0;
export const CREATED = 1;
export const ACTIVE = 2;
export const REDIRECT = 3;
export const MEMORY = 13;
// Places of words.
export const THREAD = 8;
export const NEXT = 9;
export const DB = 10;
export const FLAGS = 11;
export const RESP = 12;
export const COMMAND = 13;
export const QUERY = 14;
export const OUTPUT = 15;
export const REQUESTS = 16;
export const WAIT = 17;
export const FD = 18;
export const CHANNELS = 19;
export const PATTERNS = 20;
export const SHARD_CHANNELS = 21;
export const QUEUED = 22;
export const WATCHED = 23;
export const ARGUMENT_BYTES = 24;
export const QUEUED_BYTES = 25;

/** Memory that a client takes beside its buffers: its row, its objects and its socket's handle. */
export const CLIENT_BYTES = 4096;

/** Bits of a client's flags, as CLIENT LIST prints them. */
export const FLAG = {
  monitor: 1,
  pubsub: 2,
  multi: 4,
  blocked: 8,
  tracking: 16,
  dirtyWatch: 32,
  closing: 64,
  unix: 128,
  readonly: 256,
  noEvict: 512,
  noTouch: 1024,
  trackingBroken: 2048,
  broadcast: 4096,
} as const;

/** What other threads ask for: to close the client … */
export const REQUEST_KILL = 1;
/** … or to look at why its wait ended. */
export const REQUEST_WAKE = 2;

/** States of `wait`: the client waits for nothing … */
export const WAIT_NONE = 0;
/** … or is blocked; whoever changes this word by compare-and-swap ends the wait. */
export const WAIT_BLOCKED = 1;
export const WAIT_SERVED = 2;
export const WAIT_TIMED_OUT = 3;
export const WAIT_ERROR = 4;
/** … or is being served at this moment, which will end in `blocked` or `served`. */
export const WAIT_SERVING = 5;

/** What a thread publishes of a client once a read batch. */
export interface ClientState {
  readonly slot: number;
  readonly db: number;
  readonly resp: number;
  readonly lastCommand: number;
  readonly lastActiveMs: number;
}

/** What a thread publishes of a client when it changes. */
export interface ClientFigures {
  /** -1 outside MULTI. */
  readonly queued: number;
  readonly queuedBytes: number;
  readonly watched: number;
  readonly channels: number;
  readonly patterns: number;
  readonly shardChannels: number;
  /** Id of the client that gets its invalidations; 0 for itself, -1 if it tracks no keys. */
  readonly redirect: number;
}

/** Texts of a client, latin1. Names that do not fit the row are cut. */
export interface ClientTexts {
  readonly address: string;
  readonly localAddress: string;
  readonly libName: string;
  readonly libVersion: string;
  readonly user: string;
  readonly name: string;
}

/** One row, copied. */
export interface ClientRecord extends ClientTexts {
  readonly slot: number;
  readonly id: number;
  readonly thread: number;
  readonly createdMs: number;
  readonly lastActiveMs: number;
  readonly redirect: number;
  readonly db: number;
  readonly flags: number;
  readonly resp: number;
  /** Row of the command table, -1 for none. */
  readonly lastCommand: number;
  readonly queryBytes: number;
  readonly outputBytes: number;
  readonly fd: number;
  readonly channels: number;
  readonly patterns: number;
  readonly shardChannels: number;
  /** -1 outside MULTI. */
  readonly queued: number;
  readonly watched: number;
  readonly argumentBytes: number;
  readonly queuedBytes: number;
}
