/**
 * One check for each cell of the command table's grammars: on an empty database its setup, then its request, on both
 * servers; compared are the replies and what is stored afterwards. A command that the oracle does not have must be in
 * the vectors instead; a command without any cell is a failure.
 */
import { type Cell, cellsOf } from '../../protocol/command/cells.ts';
import type { CommandTable } from '../../protocol/command/table.ts';
import { needsOf, notSent, verbOf } from './cell-rules.ts';
import type { Check } from './checks.ts';
import { judge } from './judge.ts';
import { type Feature, type Scenario, step } from './scenario.ts';

// biome-ignore lint/suspicious/noExplicitAny: commands are not run here, so any context will do
export type AnyTable = CommandTable<any, any>;

/** What a cell's setup needs of the server. */
const NEEDS: Readonly<Record<string, Feature>> = {
  RPUSH: 'list',
  SADD: 'set',
  ZADD: 'zset',
  HSET: 'hash',
  XADD: 'stream',
  GEOADD: 'geo',
  PFADD: 'hyperloglog',
};

/** A command may block; if neither server answers within this time, both do. */
const BLOCKED_AFTER_MS = 120;

export interface CellChecks {
  readonly checks: readonly Check[];
  /** Commands of which cells are not sent: how many, and why. */
  readonly notSent: readonly (readonly [name: string, reason: string])[];
  /** Commands that no cell covers: a mistake. */
  readonly uncovered: readonly string[];
}

/** `known` are the oracle's commands (subcommands as `client|id`), `newer` those that the vectors cover. */
export function cellChecks(table: AnyTable, known: ReadonlySet<string>, newer: ReadonlySet<string>): CellChecks {
  const checks: Check[] = [];
  const skipped = new Map<string, number>();
  const skip = (command: string, reason: string): void => {
    const key = `${command}\n${reason}`;
    skipped.set(key, (skipped.get(key) ?? 0) + 1);
  };
  const uncovered: string[] = [];
  for (const row of table.rows) {
    if (row.command === null) continue;
    const cells = cellsOf(row);
    if (cells.length === 0) uncovered.push(row.name);
    if (!known.has(row.name)) {
      if (newer.has(row.name)) skip(row.name, 'newer than the oracle: vectors/newer.json');
      else uncovered.push(row.name);
      continue;
    }
    for (const cell of cells) {
      const reason = notSent(cell.name) ?? newerOption(cell);
      if (reason === undefined) checks.push(checkOf(cell));
      else skip(row.name, reason);
    }
  }
  const notSentAt = [...skipped].map(([key, count]): [string, string] => {
    const [command = '', reason = ''] = key.split('\n');
    return [`${command} (${count} cells)`, reason];
  });
  return { checks, notSent: notSentAt, uncovered };
}

/** Options of known commands that the oracle does not know yet. */
function newerOption(cell: Cell): string | undefined {
  if (cell.command !== 'set') return undefined;
  const newer = cell.request.some((word) => /^IFD?(EQ|NE)$/.test(word));
  return newer ? 'an option newer than the oracle: vectors/newer.json' : undefined;
}

/** A check is run again with this patience when only one server seemed to block: the machine may just be busy. */
const PATIENT_MS = 5_000;

function checkOf(cell: Cell): Check {
  const needs = [...needsOf(cell.command), ...cell.setup.flatMap(([name]) => NEEDS[name ?? ''] ?? [])];
  const waiting = (ms: number): Scenario => ({
    steps: [
      ...cell.setup.map((command) => step(command)),
      { ...step(cell.request), verb: verbOf(cell.name), ms, mayBlock: true },
    ],
  });
  return {
    name: `cells/${cell.name}`,
    needs: [...new Set(needs)],
    server: {},
    resp: [2, 3],
    async run(pair, resp) {
      const differences = await judge(pair, waiting(BLOCKED_AFTER_MS), resp);
      const oneBlocked = differences.some(({ why }) => why === 'ended differently');
      return oneBlocked ? judge(pair, waiting(PATIENT_MS), resp) : differences;
    },
  };
}
