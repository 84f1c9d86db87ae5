/** The store as the script thread sees it: joined at the thread's start, because no slab may come before. */
import { workerData } from 'node:worker_threads';
import { joinStore } from './store-thread.ts';
import type { ThreadData } from './thread-data.ts';

export const data = workerData as ThreadData;
export const thread = await joinStore(data);
