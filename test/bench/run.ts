/** `npm run bench`: Larder beside its peers. See README.md in this folder. */
import { existsSync } from 'node:fs';
import { findPeers, larderEntry } from '../helpers/peers.ts';
import type { BenchCase, Context, Lineup } from './bench-case.ts';
import { findCases, selectCases } from './find-cases.ts';
import { makeLineup } from './lineup.ts';
import { LoadPool } from './load/load-pool.ts';
import { describeCommit, describeMachine } from './machine.ts';
import { type CommandLine, parseCommandLine, usage } from './options.ts';
import { tableOf, terminalTable } from './report.ts';
import { type RunFacts, type StoredCase, storeCases, storedCase, writeReadme } from './results.ts';
import { runCase } from './runner.ts';

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

function listCases(cases: readonly BenchCase[]): void {
  for (const bench of cases) print(`${bench.id.padEnd(24)} ${String(bench.costSeconds).padStart(4)} s  ${bench.title}`);
  print(`${''.padEnd(24)} ${cases.reduce((sum, bench) => sum + bench.costSeconds, 0)} s in all`);
}

function factsOf(line: CommandLine, lineup: Lineup): RunFacts {
  const peers = findPeers().filter((peer) => lineup.peers.includes(peer.name));
  const names = peers.map((peer) => `${peer.name.split('-')[0]} ${peer.version}`);
  return {
    quick: line.quick,
    commit: describeCommit(),
    versions: `${line.ours} on Node ${process.versions.node} beside ${names.join(' and ')}`,
    machine: describeMachine(),
    date: new Date().toISOString().slice(0, 10),
  };
}

function show(bench: BenchCase, stored: StoredCase, seconds: number): void {
  print(`\n${bench.id}: ${stored.title} (${Math.round(seconds)} s, ${stored.pairs} rounds)`);
  print(terminalTable(tableOf(stored.rows, stored.labels)));
  for (const [label, why] of Object.entries(stored.failures)) print(`${label}: not measured: ${why}`);
}

async function runAll(line: CommandLine, all: readonly BenchCase[]): Promise<number> {
  const lineup = makeLineup(line.ours, line.against);
  if (line.ours === 'larder' && !existsSync(larderEntry())) {
    throw new Error(`${larderEntry()} is not there: run \`npm run build\` first, or set LARDER_ENTRY`);
  }
  const facts = factsOf(line, lineup);
  const load = new LoadPool();
  const context: Context = {
    options: line,
    lineup,
    load,
    say,
    scale: (full, quick) => (line.quick ? quick : full),
  };
  print(`${facts.versions}; commit ${facts.commit}; ${facts.machine}; ${facts.date}`);
  const order = all.map((bench) => bench.id);
  const done: Record<string, StoredCase> = {};
  try {
    for (const bench of selectCases(all, line.names)) {
      if (bench.subjects(lineup).length === 0) continue;
      const result = await runCase(bench, context);
      const stored = storedCase(bench, result, facts);
      done[bench.id] = stored;
      show(bench, stored, result.seconds);
      // At once: a run of half an hour may be ended before its last case.
      if (line.write) writeReadme(storeCases({ [bench.id]: stored }, order));
    }
  } finally {
    load.close();
  }
  const missed = Object.entries(done).flatMap(([id, stored]) =>
    stored.rows.filter((row) => row.verdict === 'MISS').map((row) => `${id}: ${row.measure}`),
  );
  print(missed.length === 0 ? '\nEvery bar is reached.' : `\nMissed:\n  ${missed.join('\n  ')}`);
  return missed.length > 0 && line.enforce ? 1 : 0;
}

/** Reads the command line, or says how it is written. */
function commandLine(): CommandLine | undefined {
  try {
    return parseCommandLine(process.argv.slice(2));
  } catch (error) {
    say(`${(error as Error).message}\n${usage}`);
    return undefined;
  }
}

const line = commandLine();
process.exitCode = 2;
try {
  if (line?.list === true) {
    listCases(await findCases());
    process.exitCode = 0;
  } else if (line !== undefined) process.exitCode = await runAll(line, await findCases());
} catch (error) {
  say((error as Error).message);
}
