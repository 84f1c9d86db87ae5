/** Memory by what it is for, in bytes. */
import type { Readings } from '../readings.ts';

export const MEMORY_CLASSES = [
  'used',
  'dataset',
  'startup',
  'keys',
  'values',
  'index',
  'free',
  'committed',
  'largeObjects',
  'clientBuffers',
  'heapUsed',
  'heapTotal',
  'rss',
  'peak',
  'maxmemory',
] as const;
export type MemoryClass = (typeof MEMORY_CLASSES)[number];

export function memoryClasses(now: Readings): Record<MemoryClass, number> {
  const clientBuffers = now.sum('clientInputBytes') + now.sum('clientOutputBytes');
  const { keyBytes, indexBytes } = now.shares();
  return {
    used: now.usedBytes,
    dataset: now.datasetBytes,
    startup: now.startupBytes,
    keys: keyBytes,
    values: Math.max(0, now.datasetBytes - clientBuffers - keyBytes - indexBytes),
    index: indexBytes,
    free: Math.max(0, now.committedBytes + now.startupBytes - now.usedBytes),
    committed: now.committedBytes,
    largeObjects: now.largeBytes,
    clientBuffers,
    heapUsed: now.jsHeapUsed,
    heapTotal: now.jsHeapTotal,
    rss: now.rssBytes,
    peak: now.peakBytes,
    maxmemory: now.settings.maxmemory,
  };
}
