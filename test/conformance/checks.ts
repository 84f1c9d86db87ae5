/** Everything that the runner can run, as one kind of thing: scenarios, vectors, grammar cells, whole programs. */
import { judge } from './judge.ts';
import { configure, type Pair } from './pair.ts';
import type { Difference } from './report.ts';
import type { Feature, ScenarioGroup } from './scenario.ts';
import { SEQUENCES } from './sequence-templates.ts';
import { checkSequences, type Way } from './sequences.ts';
import { checkVector, type VectorCase } from './vectors.ts';

export interface Check {
  readonly name: string;
  /** What the server under test must know; without it the check is skipped aloud. */
  readonly needs: readonly Feature[];
  /** Settings of the servers that it runs on. */
  readonly server: Readonly<Record<string, string>>;
  /** The protocols it makes sense in. */
  readonly resp: readonly (2 | 3)[];
  run(pair: Pair, resp: 2 | 3): Promise<Difference[]>;
}

const BOTH = [2, 3] as const;

export function scenarioChecks(groups: readonly ScenarioGroup[]): Check[] {
  return groups.flatMap(({ name, needs, scenarios }) =>
    Object.entries(scenarios).map(([title, scenario]) => ({
      name: `${name}/${title}`,
      needs: [...needs, ...(scenario.needs ?? [])],
      server: scenario.server ?? {},
      resp: scenario.resp ?? BOTH,
      run: (pair: Pair, resp: 2 | 3) => judge(pair, scenario, resp),
    })),
  );
}

/** Only Larder is asked: the oracle does not know these commands. */
export function vectorChecks(vectors: readonly VectorCase[]): Check[] {
  return vectors.map((vector) => ({
    name: `newer/${vector.name}`,
    needs: vector.needs ?? [],
    server: {},
    resp: BOTH,
    run: (pair, resp) => checkVector(pair.subject, vector, resp),
  }));
}

/** One in so many random commands is sent by a script. */
const SCRIPTED = 5;

/** `commands` is how many random commands to send in all, spread over the types and both protocols. */
export function sequenceChecks(commands: number, seed: number): Check[] {
  const scripted = Math.round(commands / SCRIPTED);
  return [...sequencesOf(commands - scripted, seed, 'plain'), ...sequencesOf(scripted, seed + 1, 'by scripts')];
}

function sequencesOf(commands: number, seed: number, way: Way): Check[] {
  const groups = Object.entries(SEQUENCES);
  const count = Math.max(1, Math.round(commands / (groups.length * 2 * 300)));
  return groups.map(([name, group]) => ({
    name: `sequences/${way === 'plain' ? name : `${name} ${way}`}`,
    needs: way === 'plain' ? group.needs : [...group.needs, 'script'],
    server: {},
    resp: BOTH,
    async run(pair, resp) {
      const restore = await configure(pair, group.config ?? {});
      try {
        return await checkSequences(pair, name, resp, count, seed, way);
      } finally {
        await restore();
      }
    },
  }));
}
