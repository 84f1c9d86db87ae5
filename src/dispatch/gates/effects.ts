/** What state gates ask of a command: whether it touches the data, or may change it. */
import { flagBit, type TableRow } from '../../../protocol/command/table.ts';
import type { Call } from '../context.ts';
import type { ParsedRequest } from '../request.ts';
import { RUNS_LUA } from '../row-traits.ts';

const WRITE = flagBit('write');
const TOUCHES = WRITE | flagBit('readonly');
/** Commands without the flag `write` that have effects which a replica would have to see. */
const MAY_REPLICATE: ReadonlySet<string> = new Set(['eval', 'evalsha', 'fcall', 'pfcount', 'publish', 'spublish']);

type Row = Pick<TableRow<never, never>, 'flagBits' | 'name'>;

/** Whether a command may change data, or has effects like that. */
export function mayWrite(row: Row): boolean {
  return (row.flagBits & WRITE) !== 0 || MAY_REPLICATE.has(row.name);
}

/** Whether CLIENT PAUSE WRITE stops a request: not a script that says that it only reads. */
export function isPausable(call: Call, request: ParsedRequest, row: Row & { readonly id: number }): boolean {
  const runsScript = (call.traits[row.id]! & RUNS_LUA) !== 0;
  return mayWrite(row) && !(runsScript && call.server.scripts.onlyReads(request, row));
}

/** Whether the command reads or writes data, by itself or through a script. */
export function touchesData(row: Row): boolean {
  return (row.flagBits & TOUCHES) !== 0 || MAY_REPLICATE.has(row.name);
}
