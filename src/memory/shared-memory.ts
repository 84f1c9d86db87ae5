/** Allocates what all threads share, once, on the main thread. */
import { randomUUID } from 'node:crypto';
import { LARGE_BITMAP_BYTES, LARGE_TABLE_BYTES } from './large/large-layout.ts';
import { controlWords, G_HEAP_SLAB_PAGES, HEAP_SLABS, HISTORY_BYTES } from './layout.ts';
import { PAGE_TABLE_BYTES, type SharedMemory } from './slabs.ts';
import { sparseMemory } from './sparse-memory.ts';

/**
 * Creates an empty store for a number of databases. Only address space is taken: pages become real when written.
 * @param poison overwrite freed memory (test builds)
 */
export function createSharedMemory(databases: number, poison = false): SharedMemory {
  const control = new SharedArrayBuffer(controlWords(databases) * 4);
  const words = new Int32Array(control);
  for (let slab = 0; slab < HEAP_SLABS; slab++) words[G_HEAP_SLAB_PAGES + slab] = -1;
  return {
    channel: `larder-slabs-${randomUUID()}`,
    control,
    pages: new SharedArrayBuffer(PAGE_TABLE_BYTES),
    largeTable: sparseMemory(LARGE_TABLE_BYTES),
    largeBitmap: new SharedArrayBuffer(LARGE_BITMAP_BYTES),
    history: new SharedArrayBuffer(HISTORY_BYTES),
    databases,
    // None: what a thread is started with it holds for its life. The background thread makes the first one.
    slabs: [],
    poison,
  };
}
