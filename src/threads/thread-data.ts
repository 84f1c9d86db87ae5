/** What the supervisor hands to every thread at its start: shared memory by reference, the rest by value. */
import type { MessagePort } from 'node:worker_threads';
import type { SharedMemory } from '../memory/slabs.ts';
import type { ServerMemory } from '../metrics/server-memory.ts';

export interface ThreadData {
  /** Row of this thread in the statistics: io threads first, then the background thread and the script thread. */
  readonly index: number;
  readonly ioThreads: number;
  readonly memory: SharedMemory;
  readonly stats: SharedArrayBuffer;
  readonly commandMetrics: SharedArrayBuffer;
  /** Logs, error counts and gauges of the whole server. */
  readonly server: ServerMemory;
  readonly settings: SharedArrayBuffer;
  /** The client table, doorbells and inboxes (messaging/client-memory.ts). */
  readonly clients: SharedArrayBuffer;
  /** Scripts and libraries (scripting/script-table.ts), and which threads run one (scripting/running-scripts.ts). */
  readonly scripts: SharedArrayBuffer;
  readonly running: SharedArrayBuffer;
  /** Of an io thread: where scripts go that are not known to be short. */
  readonly scriptPort?: MessagePort;
  /** Of the script thread: where they come from. */
  readonly scriptPorts?: readonly MessagePort[];
  /** Seed of the key hash: the same in all threads, different in each run. */
  readonly seed: readonly [number, number];
  readonly startedMs: number;
  readonly runId: string;
  /** Path of the config file; empty for none. */
  readonly configFile: string;
}
