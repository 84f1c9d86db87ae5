/** A load and the CPU that the server spent on it. */
import type { RunningServer } from '../helpers/peers.ts';
import { cpuSeconds } from '../helpers/process-cost.ts';
import type { Context } from './bench-case.ts';
import type { Job, LoadResult, PipelineJob } from './load/jobs.ts';
import type { UnitSpec } from './load/template.ts';
import { settleMemory } from './settle.ts';

export interface LoadCost {
  readonly result: LoadResult;
  /** Units (requests, messages) a second. */
  readonly throughput: number;
  /** Microseconds of the server's CPU a unit. */
  readonly cpu: number;
}

/**
 * Runs `job` in the main load process; the CPU counts from the moment its connections are open.
 * @param untilRest to when its memory no longer changes much, and not only to the last reply: what goes on behind it
 */
export async function measureLoad(
  server: RunningServer,
  context: Context,
  job: Job,
  untilRest = false,
): Promise<LoadCost> {
  const load = context.load.begin(job);
  await load.started;
  const before = server.cpu();
  const result = await load.result;
  if (untilRest) await settleMemory(server);
  const cpu = cpuSeconds(before, server.cpu());
  return { result, throughput: result.done / result.seconds, cpu: (cpu / result.done) * 1e6 };
}

/** A fast load of `units` units, a few deep pipelines at a time: for filling, not for measuring. */
export function fillJob(
  server: RunningServer,
  unit: UnitSpec,
  units: number,
  more: Partial<PipelineJob> = {},
): PipelineJob {
  return { kind: 'pipeline', port: server.port, unit, connections: 2, batch: 256, inFlight: 2, units, ...more };
}
