/**
 * The script thread: runs scripts that are not known to be short, so that no connection waits for them but their own.
 *
 * What it needs for that, all commands and Lua, takes 10 MB and a quarter of a second to load, so it waits for the first
 * script. Until then the thread only listens for slabs of the store.
 */
import { parentPort } from 'node:worker_threads';
import { noteHeap } from '../metrics/gauges/thread-heap.ts';
import type { FromThread } from './messages.ts';
import type { ScriptJob } from './script-jobs.ts';
import { data, thread } from './script-store.ts';

const NOTE_HEAP_MS = 1_000;

let runScript: ((job: ScriptJob) => void) | undefined;
/** Scripts that came while the runner was being loaded, in their order. */
const waiting: ScriptJob[] = [];

function take(job: ScriptJob): void {
  if (runScript !== undefined) {
    runScript(job);
    return;
  }
  waiting.push(job);
  if (waiting.length === 1) void load();
}

async function load(): Promise<void> {
  const runner = await import('./script-runner.ts');
  runScript = runner.runScript;
  for (const job of waiting) runScript(job);
  waiting.length = 0;
}

for (const port of data.scriptPorts ?? []) port.on('message', take);
noteHeap(thread.store.stats);
setInterval(() => noteHeap(thread.store.stats), NOTE_HEAP_MS).unref();
parentPort?.postMessage({ type: 'ready' } satisfies FromThread);
