/** `npm run conformance`: every check against the oracle; exit code 1 when one fails. */

import { cellChecks } from './cell-checks.ts';
import { type Check, scenarioChecks, sequenceChecks, vectorChecks } from './checks.ts';
import { loadTable, oracleCommands } from './command-table.ts';
import { interchangeChecks } from './interchange.ts';
import { runLane, Work } from './lanes.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { programChecks } from './programs.ts';
import { print, Report } from './report.ts';
import { loadScenarios } from './scenarios/index.ts';
import { loadVectors } from './vectors.ts';

/** All checks that the filter lets through; those that share a server's settings are neighbours. */
async function selectChecks(options: Options, report: Report): Promise<Check[]> {
  const checks = [
    // What takes long comes first, so that no lane is left alone with it at the end.
    ...sequenceChecks(options.random, options.seed),
    ...programChecks(),
    ...scenarioChecks(await loadScenarios()),
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

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  print(`${options.subject} against ${options.oracle.name} ${options.oracle.version}`);
  const report = new Report(options.verbose);
  const checks = await selectChecks(options, report);
  await Promise.all(
    options.resp.flatMap((resp) => {
      const work = new Work(checks);
      return Array.from({ length: options.lanes }, () => runLane(options, work, resp, report));
    }),
  );
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
