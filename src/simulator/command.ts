/** `larder sim`: replays traces through policies and prints what they would have hit. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BadOption, type Capacity, HELP, parseOptions, type SimulatorOptions } from './options.ts';
import { type Curve, drawCurves, drawPage } from './plot.ts';
import { type Contestant, contestants } from './policies.ts';
import { replay } from './replay.ts';
import { json, ProgressBar, type Result, table } from './report.ts';
import { type Trace, TraceBuilder, USUAL_BYTES } from './trace.ts';
import { BadTrace, readTrace } from './trace-formats.ts';

interface NamedTrace {
  readonly name: string;
  readonly trace: Trace;
}

/** @returns the exit code */
export async function simulate(argv: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(argv);
    if (options === 'help') return print(HELP);
    const all = await contestants();
    if (options === 'list')
      return print(`${all.map(({ name, about }) => `${name.padEnd(18)}  ${about}`).join('\n')}\n`);
    const chosen = choose(all, options.policies, options.sized);
    const results = run(namedTraces(options), chosen, options);
    const unit = options.sized ? 'bytes' : 'objects';
    print(options.json ? json(results, unit) : table(results, unit));
    // Last: a file that cannot be written does not cost the figures of a long run.
    if (options.plot !== undefined) plot(options.plot, results, unit);
    return 0;
  } catch (error) {
    const isExpected = error instanceof BadOption || error instanceof BadTrace || 'syscall' in (error as object);
    if (!isExpected) throw error;
    process.stderr.write(`larder sim: ${(error as Error).message}\n`);
    return 1;
  }
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

function choose(all: readonly Contestant[], names: readonly string[], sized: boolean): Contestant[] {
  const fits = all.filter((contestant) => !sized || contestant.sized);
  if (names.length === 0) return fits;
  return names.map((name) => {
    const contestant = all.find((candidate) => candidate.name === name);
    if (contestant === undefined) throw new BadOption(`unknown policy '${name}' (larder sim --list names them)`);
    if (sized && !contestant.sized)
      throw new BadOption(`'${name}' works on objects of equal size only${hintFor(all, name)}`);
    return contestant;
  });
}

/** The server has a policy of the same kind that minds sizes. */
function hintFor(all: readonly Contestant[], name: string): string {
  return all.some((contestant) => contestant.name === `allkeys-${name}`) ? `: allkeys-${name} minds sizes` : '';
}

function namedTraces(options: SimulatorOptions): NamedTrace[] {
  if (options.sequence === undefined)
    return options.files.map((file) => ({ name: basename(file), trace: readTrace(file) }));
  const builder = new TraceBuilder();
  for (const key of options.sequence) builder.add(key);
  return [{ name: 'sequence', trace: builder.build() }];
}

function run(traces: readonly NamedTrace[], chosen: readonly Contestant[], options: SimulatorOptions): Result[] {
  const runs = chosen.length * options.capacities.length;
  const requests = traces.reduce((sum, { trace }) => sum + trace.keys.length * runs, 0);
  const bar = new ProgressBar(process.stderr, requests);
  const results: Result[] = [];
  for (const { name, trace } of traces) {
    const sizes =
      options.sized && trace.sizes === undefined ? new Float64Array(trace.keys.length).fill(USUAL_BYTES) : trace.sizes;
    const sized = { ...trace, sizes };
    const whole = options.sized ? uniqueBytes(sized) : trace.unique;
    // Shares of a short trace may come to the same.
    for (const capacity of new Set(options.capacities.map((wanted) => amountOf(wanted, whole)))) {
      for (const { name: policy, make } of chosen) {
        const cache = make(capacity, sized, options.sized);
        const outcome = replay(sized, cache, options.sized, (done) => bar.show(`${name} ${capacity} ${policy}`, done));
        bar.finished(trace.keys.length);
        results.push({ trace: name, policy, capacity, outcome });
      }
    }
  }
  bar.clear();
  return results;
}

function amountOf(capacity: Capacity, whole: number): number {
  return capacity.kind === 'amount' ? Math.floor(capacity.amount) : Math.max(1, Math.floor(capacity.share * whole));
}

/** Bytes of all objects of a trace together, each with the size that it had last. */
function uniqueBytes(trace: Trace): number {
  const last = new Float64Array(trace.unique);
  for (let i = 0; i < trace.keys.length; i++) last[trace.keys[i]!] = trace.sizes?.[i] ?? 1;
  return last.reduce((sum, size) => sum + size, 0);
}

function plot(file: string, results: readonly Result[], unit: string): void {
  const drawings = [...new Set(results.map(({ trace }) => trace))].map((trace) => {
    const curves = new Map<string, Curve & { points: [number, number][] }>();
    for (const { policy, capacity, outcome } of results.filter((result) => result.trace === trace)) {
      const curve = curves.get(policy) ?? { name: policy, points: [] };
      curve.points.push([capacity, 1 - outcome.hits / outcome.requests]);
      curves.set(policy, curve);
    }
    for (const { points } of curves.values()) points.sort(([a], [b]) => a - b);
    return drawCurves(trace, unit, [...curves.values()]);
  });
  writeFileSync(file, file.endsWith('.html') ? drawPage(drawings) : drawings[0]!);
}
