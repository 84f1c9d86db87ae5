/** Joins a store, lets its event loop hear of slabs, and says what it knows and what Node loaded for that. */
import { parentPort, workerData } from 'node:worker_threads';
import { type SharedMemory, SlabSet } from '../../src/memory/slabs.ts';

const slabs = new SlabSet(workerData as SharedMemory);
const port = parentPort!;
port.on('message', () => {
  const loaded = (process as unknown as { moduleLoadList: string[] }).moduleLoadList;
  port.postMessage({ bytes: slabs.bytes[3]!.length, web: loaded.some((name) => name.includes('undici')) });
});
port.postMessage('ready');
