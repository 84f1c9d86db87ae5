/** Prints what large objects cost: run it directly, on a quiet machine. */
import { openSpace } from './large-fixture.ts';

const MIB = 1024 * 1024;
const { objects, slabs } = openSpace(8, false);

/** Runs something again and again for about 0.3 s. @returns microseconds a call: the median of 15 parts */
function microseconds(what: () => void): number {
  const parts: number[] = [];
  for (let i = 0; i < 15; i++) {
    let calls = 0;
    const start = process.hrtime.bigint();
    let now = start;
    while (now - start < 20_000_000n) {
      for (let j = 0; j < 8; j++) what();
      calls += 8;
      now = process.hrtime.bigint();
    }
    parts.push(Number(now - start) / 1_000 / calls);
  }
  return parts.sort((a, b) => a - b)[7]!;
}

function print(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(52)} ${value}\n`);
}

function time(name: string, what: () => void): void {
  print(name, `${microseconds(what).toFixed(2)} µs`);
}

function speed(name: string, bytes: number, what: () => void): void {
  print(name, `${(bytes / 1_000 / microseconds(what)).toFixed(1)} GB/s`);
}

time('allocate + release 64 KiB, empty space', () => objects.release(objects.allocate(65_536)));
time('allocate + release 16 MiB, empty space', () => objects.release(objects.allocate(16 * MIB)));

const source = Buffer.alloc(16 * MIB, 'y');
const target = Buffer.alloc(16 * MIB);
const ref = objects.allocate(16 * MIB);
speed('plain Buffer.copy of 16 MiB, for comparison', 16 * MIB, () => source.copy(target));
speed('write 16 MiB at once, pages touched before', 16 * MIB, () => objects.write(ref, 0, source, 0, 16 * MIB));
speed('write 16 MiB in pieces of 64 KiB', 16 * MIB, () => {
  for (let at = 0; at < 16 * MIB; at += 65_536) objects.write(ref, at, source, 0, 65_536);
});
speed('read 16 MiB', 16 * MIB, () => objects.read(ref, 0, target, 0, 16 * MIB));
const other = objects.allocate(16 * MIB);
speed('copyRange of 16 MiB', 16 * MIB, () => objects.copyRange(ref, 0, other, 0, 16 * MIB));
speed('equals of 16 MiB', 16 * MIB, () => void objects.equals(ref, other));
time('pin + release', () => {
  objects.pin(ref);
  objects.release(ref);
});
time('byteAt', () => void objects.byteAt(ref, 9_999_999));

// Six slabs with a hole of 64 KiB after every object of 64 KiB.
const walls = [];
for (let i = 0; i < 6 * 4_096 - 512; i++) walls.push(objects.allocate(65_536));
for (let i = 0; i < walls.length; i += 2) objects.release(walls[i]!);
time('allocate + release 64 KiB, full of holes', () => objects.release(objects.allocate(65_536)));
time('allocate + release 1 MiB, full of holes', () => objects.release(objects.allocate(MIB)));
time('allocate + release 16 MiB, full of holes', () => objects.release(objects.allocate(16 * MIB)));
let worst = 0;
for (let i = 1; i < walls.length; i += 64) {
  objects.release(walls[i]!);
  const start = process.hrtime.bigint();
  const big = objects.allocate(16 * MIB);
  worst = Math.max(worst, Number(process.hrtime.bigint() - start) / 1_000);
  objects.release(big);
}
print('longest allocate of 16 MiB while holes come and go', `${worst.toFixed(0)} µs`);
slabs.close();
