/**
 * The gates, in the order in which Redis' clients see them: an unknown command (the look-up, before these) and a wrong
 * number of arguments are reported even to clients that have not authenticated.
 */
import type { TableRow } from '../../protocol/command/table.ts';
import type { Client } from './client.ts';
import type { Call, Outcome } from './context.ts';
import { arityGate } from './gates/arity.ts';
import { authGate } from './gates/auth.ts';
import { monitorGate } from './gates/monitor.ts';
import { pauseGate } from './gates/pause.ts';
import type { ParsedRequest } from './request.ts';

/** A gate lets the command pass … */
export const PASSED = 0;
/** … or has written the refusal; a positive result is why the command waits. */
export const REFUSED = -1;

export type Gate = (call: Call, client: Client, request: ParsedRequest, row: TableRow<Call, Outcome>) => number;

export const GATES: readonly Gate[] = [arityGate, authGate, monitorGate, pauseGate];
