import { parentPort, workerData } from 'node:worker_threads';
import { SharedRegion } from '../../src/config/shared-region.ts';

/** Adds one to the number in a region, `count` times, whoever else does the same. */
const { buffer, count } = workerData as { buffer: SharedArrayBuffer; count: number };
const region = new SharedRegion(buffer);
let retries = 0;
for (let done = 0; done < count; ) {
  const { epoch, text } = region.read();
  if (region.replace(epoch, String(Number(text) + 1))) done++;
  else retries++;
}
parentPort?.postMessage(retries);
