/** A large-object space of one thread, for tests. */
import { LargeObjects } from '../../../src/memory/large/large-objects.ts';
import { createSharedMemory } from '../../../src/memory/shared-memory.ts';
import { type SharedMemory, SlabSet } from '../../../src/memory/slabs.ts';

export interface TestSpace {
  readonly shared: SharedMemory;
  readonly slabs: SlabSet;
  readonly objects: LargeObjects;
}

/** A new, empty space of at most `maxSlabs` slabs. Freed pages are poisoned unless `poison` is false. */
export function openSpace(maxSlabs: number, poison = true): TestSpace {
  const shared = createSharedMemory(1, poison);
  const slabs = new SlabSet(shared);
  return { shared, slabs, objects: new LargeObjects(slabs, shared, maxSlabs) };
}

/** Bytes that differ at each place and for each seed, so that a mix-up of pages or offsets shows. */
export function patterned(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, length >>> 2);
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  for (let i = words.length * 4; i < length; i++) bytes[i] = seed + i;
  return bytes;
}
