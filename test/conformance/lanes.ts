/**
 * Runs checks in lanes: each lane has servers of its own and runs one check after the other, so that the lanes wait at the
 * same time. What a lane takes from the common work is a run of checks that belong together.
 */
import type { Check } from './checks.ts';
import { NOT_YET, readFeatures } from './features.ts';
import { Pair, type PairOptions } from './pair.ts';
import { missingProgram } from './programs.ts';
import type { Report } from './report.ts';
import type { Feature } from './scenario.ts';

/** Checks in a run at the most. */
const MOST_CHECKS = 100;

/** Neighbouring checks with the same settings of the servers. */
interface Run {
  readonly settings: string;
  readonly checks: readonly Check[];
}

/** The checks of one protocol that no lane has taken yet. */
export class Work {
  private readonly runs: Run[] = [];

  constructor(checks: readonly Check[]) {
    let open: { settings: string; kind: string; checks: Check[] } | undefined;
    for (const check of checks) {
      const settings = JSON.stringify(check.server);
      const kind = kindOf(check);
      if (
        open?.settings !== settings ||
        open.kind !== kind ||
        (open.checks.length >= MOST_CHECKS && kind !== 'programs')
      ) {
        open = { settings, kind, checks: [] };
        this.runs.push(open);
      }
      open.checks.push(check);
    }
  }

  /** The next run, if there is one for servers with these settings. */
  take(settings: string): Run | undefined {
    const same = this.runs.findIndex((run) => run.settings === settings);
    return this.runs.splice(Math.max(0, same), 1)[0];
  }
}

/** Random sequences take long, so each is a run of its own; programs look at what the ones before have left. */
function kindOf(check: Check): string {
  const [kind = ''] = check.name.split('/', 1);
  if (kind === 'sequences') return check.name;
  return kind === 'programs' ? kind : '';
}

/** Starts pairs as the settings ask for them, one at a time, and again when a server has died. */
class Pairs {
  private current: { settings: string; pair: Pair } | undefined;
  private readonly options: PairOptions;

  constructor(options: PairOptions) {
    this.options = options;
  }

  async with(settings: string): Promise<Pair> {
    if (this.current?.settings === settings) return this.current.pair;
    await this.drop();
    const pair = await Pair.start(this.options, JSON.parse(settings) as Record<string, string>);
    this.current = { settings, pair };
    return pair;
  }

  /** Do both servers still answer on the connections that checks do not touch? */
  async alive(): Promise<boolean> {
    const pongs = await this.current?.pair.both(({ control }) => control.text('PING').catch(() => ''));
    return pongs?.every((pong) => pong === '+PONG\r\n') ?? false;
  }

  async drop(): Promise<void> {
    const pair = this.current?.pair;
    this.current = undefined;
    await pair?.stop();
  }
}

/** Runs work until none is left. */
export async function runLane(options: PairOptions, work: Work, resp: 2 | 3, report: Report): Promise<void> {
  const pairs = new Pairs(options);
  try {
    let settings = '{}';
    const features = await readFeatures((await pairs.with(settings)).subject.control);
    for (let run = work.take(settings); run !== undefined; run = work.take(settings)) {
      settings = run.settings;
      for (const check of run.checks) {
        if (check.resp.includes(resp)) await runCheck(pairs, check, settings, resp, features, report);
      }
    }
  } finally {
    await pairs.drop();
  }
}

async function runCheck(
  pairs: Pairs,
  check: Check,
  settings: string,
  resp: 2 | 3,
  features: ReadonlySet<Feature>,
  report: Report,
): Promise<void> {
  const title = `${check.name} [RESP${resp}]`;
  const missing = check.needs.filter((feature) => !features.has(feature));
  if (missing.length > 0 && missing.every((feature) => NOT_YET.includes(feature))) {
    report.skip(title, `not in this version: ${missing.join(', ')}`);
    return;
  }
  const absent = missingProgram(check);
  if (absent !== undefined && process.env['CI'] !== 'true') {
    report.skip(title, absent);
    return;
  }
  const startedAt = performance.now();
  try {
    const differences = await check.run(await pairs.with(settings), resp);
    if (differences.length === 0) report.pass(title, performance.now() - startedAt);
    else report.fail(title, differences);
  } catch (error) {
    report.fail(title, [{ sent: 'SERVER', oracle: '', ours: '', why: (error as Error).stack ?? String(error) }]);
    if (!(await pairs.alive())) await pairs.drop().catch(() => undefined);
  }
}
