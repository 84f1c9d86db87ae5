/** The store as the script thread sees it, which joins when others have filled it. */
import { once } from 'node:events';
import { MessageChannel, parentPort, workerData } from 'node:worker_threads';
import type { FromThread } from './messages.ts';
import { joinStore } from './store-thread.ts';
import type { ThreadData } from './thread-data.ts';

export const data = workerData as ThreadData;
export const thread = await joinStore(data);
await takeOverSlabs();

/** Asks the background thread, through the main thread, for the slabs that were there before this thread listened. */
async function takeOverSlabs(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  parentPort?.postMessage({ type: 'wants-slabs', port: port2 } satisfies FromThread, [port2]);
  const [slabs] = await once(port1, 'message');
  thread.store.heap.slabs.adopt(slabs);
  port1.close();
}
