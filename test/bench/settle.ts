/** Waiting for a server to come to rest, and watching it meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningServer } from '../helpers/peers.ts';
import type { Context } from './bench-case.ts';
import type { UnitSpec } from './load/template.ts';

/** Resolves when `used_memory` has not moved by more than 0.1 % for 300 ms, or after 5 s. */
export async function settleMemory(server: RunningServer): Promise<void> {
  let last = -1;
  let calm = 0;
  for (let i = 0; i < 50 && calm < 3; i++) {
    const used = await server.infoNumber('used_memory', 'memory');
    calm = Math.abs(used - last) <= used / 1000 ? calm + 1 : 0;
    last = used;
    await sleep(100);
  }
}

const SETS_AND_GETS: UnitSpec = [
  ['SET', 'key:{uniform:12:0:1000}', '{fill:64}'],
  ['GET', 'key:{uniform:12:0:1000}'],
];

/**
 * Makes a fresh server do ordinary writes and reads of a thousand keys, or `unit`, then removes them: compilers,
 * connection buffers and tables are there afterwards, so that what grows later is data.
 */
export async function warmUp(
  server: RunningServer,
  context: Context,
  unit = SETS_AND_GETS,
  units = 300_000,
): Promise<void> {
  await context.load.run({ kind: 'pipeline', port: server.port, unit, connections: 4, batch: 256, units });
  await server.ask('FLUSHALL');
  await settleMemory(server);
}

/** Calls `look` every `everyMs` until the returned function is called; that one resolves after the last look. */
export function watch(everyMs: number, look: () => void | Promise<void>): () => Promise<void> {
  let running = true;
  const loop = (async () => {
    while (running) {
      await look();
      await sleep(everyMs);
    }
  })();
  return async () => {
    running = false;
    await loop;
  };
}
