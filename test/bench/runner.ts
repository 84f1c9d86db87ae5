/**
 * Runs one case: every server measured in every round, the order rotating, so that a slow moment of the machine hits
 * all of them and none is always measured first.
 */
import type { RunningServer } from '../helpers/peers.ts';
import type { BenchCase, Context, Figures, Subject } from './bench-case.ts';
import { startSubject } from './lineup.ts';
import { rotated } from './stats/pairs.ts';

/** What one server did in one case: the figures of each round, or why there are none. */
export interface SubjectResult {
  readonly label: string;
  readonly version: string;
  readonly rounds: Figures[];
  failure?: string;
}

export interface CaseResult {
  readonly id: string;
  readonly seconds: number;
  readonly subjects: readonly SubjectResult[];
}

interface Standing {
  readonly subject: Subject;
  readonly result: SubjectResult;
  server: RunningServer | undefined;
}

async function bringUp(bench: BenchCase, standing: Standing, context: Context): Promise<RunningServer> {
  if (standing.server !== undefined) return standing.server;
  const server = await startSubject(standing.subject);
  standing.server = server;
  await bench.prepare?.(server, context);
  return server;
}

async function takeDown(standing: Standing): Promise<void> {
  const server = standing.server;
  standing.server = undefined;
  await server?.stop();
}

/** What a round has brought so far, by server. */
type Begun = Map<Standing, Figures>;

async function onePart(bench: BenchCase, standing: Standing, context: Context, part: number, begun: Begun) {
  if (standing.result.failure !== undefined) return;
  try {
    const figures =
      bench.measureAlone === undefined
        ? await bench.measure(await bringUp(bench, standing, context), context, part)
        : await bench.measureAlone(standing.subject, context);
    begun.set(standing, { ...begun.get(standing), ...figures });
  } catch (error) {
    standing.result.failure = (error as Error).message;
    context.say(`${bench.id}: ${standing.subject.label}: ${standing.result.failure}`);
  }
  if (bench.keepServers !== true || standing.result.failure !== undefined) await takeDown(standing);
}

async function oneRound(bench: BenchCase, standings: readonly Standing[], context: Context, round: number) {
  const begun: Begun = new Map();
  for (let part = 0; part < (bench.parts ?? 1); part++) {
    for (const standing of rotated(standings, round + part)) await onePart(bench, standing, context, part, begun);
  }
  for (const [{ result }, figures] of begun) if (result.failure === undefined) result.rounds.push(figures);
}

/** Runs a case to its end. A server that fails is left out from then on and says why; the others go on. */
export async function runCase(bench: BenchCase, context: Context): Promise<CaseResult> {
  const startedAt = performance.now();
  const standings: Standing[] = bench.subjects(context.lineup).map((subject) => ({
    subject,
    result: { label: subject.label, version: '', rounds: [] },
    server: undefined,
  }));
  const rounds = bench.rounds?.(context.options) ?? context.options.pairs;
  try {
    for (let round = 0; round < rounds; round++) {
      context.say(`${bench.id}: round ${round + 1} of ${rounds}`);
      await oneRound(bench, standings, context, round);
    }
  } finally {
    for (const standing of standings) await takeDown(standing);
  }
  return {
    id: bench.id,
    seconds: (performance.now() - startedAt) / 1000,
    subjects: standings.map((standing) => standing.result),
  };
}
