/**
 * The script thread: runs scripts that are not known to be short, so that no connection waits for them but their own.
 *
 * It takes 25 MB and half a second of processor time to start, so it is not there before the first script.
 */
import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { noteHeap } from '../metrics/gauges/thread-heap.ts';
import type { FromThread } from './messages.ts';
import type { ScriptJob, ToScriptThread } from './script-jobs.ts';
import { runScript } from './script-runner.ts';
import { data, thread } from './script-store.ts';

const NOTE_HEAP_MS = 1_000;

const ports = data.scriptPorts ?? [];
/** Scripts that wait for the script that runs, in their order. */
const waiting: ScriptJob[] = [];

function take(message: ToScriptThread): void {
  if (message !== 'wake') waiting.push(message);
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) runScript(job, nextHeld);
}

/** A script of a transaction, for whose locks the others wait. Looks for messages without giving up the thread. */
function nextHeld(): ScriptJob | undefined {
  for (const port of ports) {
    for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
      if (got.message !== 'wake') waiting.push(got.message as ScriptJob);
    }
  }
  const at = waiting.findIndex(({ held }) => held !== undefined);
  return at < 0 ? undefined : waiting.splice(at, 1)[0];
}

for (const port of ports) port.on('message', take);
noteHeap(thread.store.stats);
setInterval(() => noteHeap(thread.store.stats), NOTE_HEAP_MS).unref();
parentPort?.postMessage({ type: 'ready' } satisfies FromThread);
