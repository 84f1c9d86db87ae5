/** Fills large objects, frees them, drops their slabs, and prints the resident memory after each step, in MiB. */
import { setImmediate } from 'node:timers/promises';
import { openSpace } from './large-fixture.ts';

const MIB = 1024 * 1024;
const OBJECTS = 40;

const { objects, slabs } = openSpace(4, false);
const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error('run with --expose-gc');

async function residentMib(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collect?.();
    await setImmediate();
  }
  return Math.round(process.memoryUsage.rss() / MIB);
}

const source = Buffer.alloc(MIB, 'x');
const before = await residentMib();
const refs = Array.from({ length: OBJECTS }, () => objects.allocate(16 * MIB));
for (const ref of refs) {
  for (let at = 0; at < 16 * MIB; at += MIB) objects.write(ref, at, source, 0, MIB);
}
const full = await residentMib();
const touched = objects.touchedBytes() / MIB;
for (const ref of refs) objects.release(ref);
const dropped = objects.reclaimEmptySlabs(0, 0);
const after = await residentMib();
process.stdout.write(JSON.stringify({ before, full, touched, dropped, after }));
slabs.close();
