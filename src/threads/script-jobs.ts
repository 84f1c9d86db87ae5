/** Scripts on their way from an io thread to the script thread. */
import { parentPort } from 'node:worker_threads';
import { Client } from '../dispatch/client.ts';
import { ClientTracking } from '../dispatch/client-tracking.ts';
import { ParsedRequest } from '../dispatch/request.ts';
import type { FromThread } from './messages.ts';
import type { ThreadData } from './thread-data.ts';

export interface ScriptJob {
  readonly thread: number;
  readonly slot: number;
  readonly id: number;
  readonly db: number;
  readonly resp: 2 | 3;
  readonly address: string;
  readonly noTouch: boolean;
  /** For a client that is to hear of changes of what the script reads: its number among trackers, and their group. */
  readonly tracker?: number;
  readonly trackers?: number;
  /** For a client with NOLOOP: its number among the trackers of its thread. */
  readonly noloop?: number;
  /** A script of a transaction whose thread keeps all locks meanwhile: the time that it sees, ms and µs since 1970. */
  readonly held?: { readonly nowMs: number; readonly frozenUs: number };
  /** The arguments one behind the other, and their lengths. */
  readonly bytes: Uint8Array;
  readonly lengths: Int32Array;
}

/** What io threads send to the script thread: a script, or that there will be one soon. */
export type ToScriptThread = ScriptJob | 'wake';

/**
 * Sends a command that is parked with its connection, or one of a transaction that is `held`. Its reply comes back as that
 * of a blocked client.
 */
export function shipScript(data: ThreadData, client: Client, request: ParsedRequest, held?: ScriptJob['held']): void {
  client.isShipped = true;
  const lengths = request.argLen.slice(0, request.argc);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const bytes = new Uint8Array(total);
  let at = 0;
  for (let i = 0; i < request.argc; i++) {
    const start = request.argStart[i]!;
    request.buf.copy(bytes, at, start, start + lengths[i]!);
    at += lengths[i]!;
  }
  const { slot, id, db, resp, address, noTouch } = client;
  const tracking = client.tracking?.remembers === true ? client.tracking : undefined;
  const tracked = tracking === undefined ? {} : { tracker: tracking.tracker, trackers: tracking.group };
  const noloop = client.tracking?.noloop === true ? { noloop: client.tracking.tracker } : {};
  const from = { thread: data.index, slot, id, db, resp, address, noTouch, ...tracked, ...noloop };
  const times = held === undefined ? {} : { held: { nowMs: held.nowMs, frozenUs: held.frozenUs } };
  const job: ScriptJob = { ...from, ...times, bytes, lengths };
  post(data, job);
}

/** Tells the script thread that there will be a script soon. */
export function wakeScriptThread(data: ThreadData): void {
  post(data, 'wake');
}

/** Whether this thread has asked for the script thread, which starts when the first does. What is posted waits for it. */
let hasAsked = false;

function post(data: ThreadData, message: ToScriptThread): void {
  if (!hasAsked) parentPort?.postMessage({ type: 'needs-script-thread' } satisfies FromThread);
  hasAsked = true;
  data.scriptPort!.postMessage(message);
}

/** The client in whose place the script thread runs a script. */
export function clientOf(job: ScriptJob, nowMs: number): Client {
  const client = new Client(job.id, job.address, '', nowMs, true);
  client.db = job.db;
  client.resp = job.resp;
  client.noTouch = job.noTouch;
  if (job.tracker !== undefined) client.tracking = new ClientTracking(false, job.tracker, job.trackers!);
  return client;
}

/** The request of a job as the script thread runs it; its bytes are those of the job. */
export function requestOf({ bytes, lengths }: ScriptJob): ParsedRequest {
  const request = new ParsedRequest();
  request.buf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  request.argc = lengths.length;
  request.argLen = lengths;
  request.argStart = new Int32Array(lengths.length);
  for (let i = 1; i < lengths.length; i++) request.argStart[i] = request.argStart[i - 1]! + lengths[i - 1]!;
  return request;
}
