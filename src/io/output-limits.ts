/** Whether a client takes its replies and messages quickly enough: `client-output-buffer-limit`. */
import { GATE_AUTH, GATE_SUBSCRIBED } from '../dispatch/client.ts';
import { wallClockMs } from '../memory/clock.ts';
import type { Connection } from './connection.ts';

/** A limit for one class of clients. */
export interface OutputLimit {
  /** Bytes; 0 for no limit. */
  readonly hardBytes: number;
  readonly softBytes: number;
  readonly softSeconds: number;
}

/** Replies that Redis keeps in a buffer that every client has. */
const FREE_BYTES = 16 * 1024;
/** What may wait for a client that has not said its password. */
const UNKNOWN_CLIENT_BYTES = 1024;

/** @param bytes that wait for the client. @returns false when it is to be cut off */
export function isWithinLimits(
  connection: Connection,
  limits: { readonly normal: OutputLimit; readonly pubsub: OutputLimit },
  bytes: number,
): boolean {
  const { gateBits } = connection.client;
  if ((gateBits & GATE_AUTH) !== 0 && bytes > FREE_BYTES + UNKNOWN_CLIENT_BYTES) return false;
  const limit = (gateBits & GATE_SUBSCRIBED) !== 0 ? limits.pubsub : limits.normal;
  if (limit.hardBytes > 0 && bytes > limit.hardBytes) return false;
  if (limit.softBytes === 0 || bytes <= limit.softBytes) {
    connection.overSoftLimitSinceMs = 0;
    return true;
  }
  const nowMs = wallClockMs();
  if (connection.overSoftLimitSinceMs === 0) connection.overSoftLimitSinceMs = nowMs;
  return nowMs - connection.overSoftLimitSinceMs <= limit.softSeconds * 1000;
}

/** Whether replies that are not yet on their way may go to the client at all. @returns false when it is to be cut off */
export function fits(
  connection: Connection,
  limits: { readonly normal: OutputLimit; readonly pubsub: OutputLimit },
  bytes: number,
): boolean {
  const limit = (connection.client.gateBits & GATE_SUBSCRIBED) !== 0 ? limits.pubsub : limits.normal;
  return limit.hardBytes === 0 || connection.transport.pendingBytes + bytes <= limit.hardBytes;
}
