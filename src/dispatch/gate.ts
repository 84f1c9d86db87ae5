/** What a gate is; gates.ts has their order. */
import type { TableRow } from '../../protocol/command/table.ts';
import type { Client } from './client.ts';
import type { Call, Outcome } from './context.ts';
import type { ParsedRequest } from './request.ts';

/** A gate lets the command pass … */
export const PASSED = 0;
/** … or has written the refusal; a positive result is why the command waits. */
export const REFUSED = -1;
/** … or has dealt with the command: it is not run now, and not counted as refused. */
export const HANDLED = -2;

export type Gate = (call: Call, client: Client, request: ParsedRequest, row: TableRow<Call, Outcome>) => number;
