/** The command table that the server under test was built from, and what the oracle knows. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { CommandTable, type RowSource } from '../../protocol/command/table.ts';
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { larderEntry, type PeerBinary, startPeer } from '../helpers/peers.ts';
import { RawClient } from '../helpers/raw-client.ts';
import type { AnyTable } from './cell-checks.ts';

/** Beside the `dist/src/main.js` that is tested. */
const COMMANDS = resolve(dirname(larderEntry()), '../../src/commands');

/** Reads the rows from `src/commands/<group>/<name>.ts`. */
export async function loadTable(): Promise<AnyTable> {
  const sources: RowSource<unknown, unknown>[] = [];
  if (!existsSync(COMMANDS)) throw new Error(`${COMMANDS} is not there`);
  for (const entry of readdirSync(COMMANDS, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || resolve(entry.parentPath) === COMMANDS) continue;
    const path = join(entry.parentPath, entry.name);
    const loaded = (await import(path)) as Record<string, unknown>;
    for (const row of Object.values(loaded)) {
      if (isRow(row)) sources.push({ file: relative(COMMANDS, path), row });
    }
  }
  return new CommandTable(sources);
}

function isRow(value: unknown): value is RowSource<unknown, unknown>['row'] {
  return typeof value === 'object' && value !== null && 'name' in value && 'group' in value && 'since' in value;
}

/** Every command of the oracle, subcommands as `client|id`. */
export async function oracleCommands(oracle: PeerBinary): Promise<Set<string>> {
  const server = await startPeer(oracle);
  const client = await RawClient.open({ port: server.port });
  try {
    const names = async (...filter: string[]): Promise<string[]> => {
      const { reply } = await client.command('COMMAND', 'LIST', ...filter);
      return (reply.value as Reply[]).map((name) => String(name.value).toLowerCase());
    };
    return new Set([...(await names()), ...(await names('FILTERBY', 'PATTERN', '*|*'))]);
  } finally {
    await client.close();
    await server.stop();
  }
}
