/** What connection commands may ask: the clients of all threads. */
import type { RequestArgs } from '../../../protocol/command/arguments.ts';
import { STAT } from '../../memory/thread-stats.ts';
import type { Client } from '../client.ts';

export type ClientType = 'normal' | 'master' | 'replica' | 'pubsub';

/** Which clients; a client must fit everything that is given. */
export interface ClientFilter {
  readonly id?: number | undefined;
  readonly type?: ClientType | undefined;
  readonly user?: string | undefined;
  readonly address?: string | undefined;
  readonly localAddress?: string | undefined;
  readonly minAgeSeconds?: number | undefined;
  /** Id of a client that is left out. */
  readonly except?: number | undefined;
}

export interface ClientsPort {
  /** Whether the client's command has to wait for the end of a CLIENT PAUSE; `writes`: it may change data. */
  isPaused(writes: boolean): boolean;
  /** CLIENT PAUSE, to a point in time, ms since 1970. */
  pause(all: boolean, endMs: number): void;
  /** CLIENT UNPAUSE. */
  unpause(): void;

  /**
   * One line of CLIENT LIST for each client that fits, in the order of their ids; latin1.
   * @param running the command of the caller that asks, which is in its buffer
   */
  list(caller: Client, filter: ClientFilter, running: RequestArgs): string;
  /** Closes the clients that fit, those of other threads too. @returns how many; the caller may be among them. */
  kill(caller: Client, filter: ClientFilter): number;

  /** Whether a client with this id is connected. */
  exists(id: number): boolean;

  /** Other threads shall see the client's names, user and flags of now. */
  publish(client: Client): void;

  /**
   * The command of this client waits and returns PARKED_BLOCKED. It is offered again when `wake` is called or at
   * `untilMs` (0: never), and finds in `client.takeWoken()` why.
   */
  block(client: Client, untilMs: number): void;
  /** CLIENT UNBLOCK. @returns false when there is no such client or it is not blocked. */
  unblock(id: number, withError: boolean): boolean;

  /** MONITOR: the client gets a line for each command of all threads from now on; RESET ends it. */
  monitor(client: Client): void;
  unmonitor(client: Client): void;
}

/** Counts a password that was refused. */
export function countAuthFailure(stats: Float64Array): void {
  stats[STAT.authFailures]! += 1;
}
