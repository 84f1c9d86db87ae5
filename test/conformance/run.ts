/** `npm run conformance`: every check against the oracle; exit code 1 when one fails. */

import { cellChecks } from './cell-checks.ts';
import { type Check, scenarioChecks, sequenceChecks, vectorChecks } from './checks.ts';
import { loadTable, oracleCommands } from './command-table.ts';
import { NOT_YET, readFeatures } from './features.ts';
import { interchangeChecks } from './interchange.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { Pair } from './pair.ts';
import { missingProgram, programChecks } from './programs.ts';
import { print, Report } from './report.ts';
import { loadScenarios } from './scenarios/index.ts';
import { loadVectors } from './vectors.ts';

/** All checks that the filter lets through; those that share a server's settings are neighbours. */
async function selectChecks(options: Options, report: Report): Promise<Check[]> {
  const checks = [
    ...scenarioChecks(await loadScenarios()),
    ...programChecks(),
    ...sequenceChecks(options.random, options.seed),
  ];
  if (options.subject === 'larder') {
    checks.push(...interchangeChecks());
    checks.push(...vectorChecks(loadVectors()), ...(await selectCells(options, report)));
  }
  const settings = (check: Check): string => JSON.stringify(check.server);
  return checks
    .filter((check) => check.name.includes(options.filter))
    .sort((a, b) => settings(a).localeCompare(settings(b)));
}

/** The grammar's cells. A command that nothing covers fails, whatever the filter. */
async function selectCells(options: Options, report: Report): Promise<readonly Check[]> {
  const newer = new Set(loadVectors().flatMap(({ steps }) => steps.flatMap(([line]) => commandNames(line))));
  const cells = cellChecks(await loadTable(), await oracleCommands(options.oracle), newer);
  for (const [name, reason] of cells.notSent) {
    if (`cells/${name}`.includes(options.filter)) report.skip(`cells/${name}`, reason);
  }
  for (const name of cells.uncovered) {
    report.fail(`cells/${name}`, [{ sent: name, oracle: '', ours: '', why: 'no cell and no vector covers it' }]);
  }
  return cells.checks;
}

/** Starts pairs as the settings ask for them, one at a time, and again when a server has died. */
class Pairs {
  private current: { settings: string; pair: Pair } | undefined;
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
  }

  async with(settings: Readonly<Record<string, string>>): Promise<Pair> {
    const key = JSON.stringify(settings);
    if (this.current?.settings === key) return this.current.pair;
    await this.drop();
    const pair = await Pair.start(this.options, settings);
    this.current = { settings: key, pair };
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

async function runProtocol(options: Options, checks: readonly Check[], resp: 2 | 3, report: Report): Promise<void> {
  const pairs = new Pairs(options);
  try {
    const features = await readFeatures((await pairs.with({})).subject.control);
    for (const check of checks) {
      if (!check.resp.includes(resp)) continue;
      const title = `${check.name} [RESP${resp}]`;
      const missing = check.needs.filter((feature) => !features.has(feature));
      if (missing.length > 0 && missing.every((feature) => NOT_YET.includes(feature))) {
        report.skip(title, `not in this version: ${missing.join(', ')}`);
        continue;
      }
      const absent = missingProgram(check);
      if (absent !== undefined && process.env['CI'] !== 'true') {
        report.skip(title, absent);
        continue;
      }
      await runCheck(pairs, check, resp, title, report);
    }
  } finally {
    await pairs.drop();
  }
}

async function runCheck(pairs: Pairs, check: Check, resp: 2 | 3, title: string, report: Report): Promise<void> {
  const startedAt = performance.now();
  try {
    const differences = await check.run(await pairs.with(check.server), resp);
    if (differences.length === 0) report.pass(title, performance.now() - startedAt);
    else report.fail(title, differences);
  } catch (error) {
    report.fail(title, [{ sent: 'SERVER', oracle: '', ours: '', why: (error as Error).stack ?? String(error) }]);
    if (!(await pairs.alive())) await pairs.drop().catch(() => undefined);
  }
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  print(`${options.subject} against ${options.oracle.name} ${options.oracle.version}`);
  const report = new Report(options.verbose);
  const checks = await selectChecks(options, report);
  await Promise.all(options.resp.map((resp) => runProtocol(options, checks, resp, report)));
  report.finish();
  return report.failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n\n${USAGE}\n`);
    process.exit(2);
  },
);

/** What a request may name: a command, or a subcommand of it. */
function commandNames(line: string): string[] {
  const [command = '', subcommand = ''] = line.toLowerCase().split(' ');
  return [command, `${command}|${subcommand}`];
}
