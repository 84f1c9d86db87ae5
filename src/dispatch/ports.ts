/** What commands may ask of the server behind the store: interfaces that the io thread fills. */
import type { CommandTable } from '../../protocol/command/table.ts';
import type { Call, Outcome } from './context.ts';
import type { ClientsPort } from './ports/clients.ts';
import type { PubSubPort } from './ports/pubsub.ts';
import type { ScriptsPort } from './ports/scripts.ts';
import type { ServerPort } from './ports/server.ts';
import type { TrackingPort } from './ports/tracking.ts';

export interface ServerPorts {
  readonly table: CommandTable<Call, Outcome>;
  readonly clients: ClientsPort;
  readonly info: ServerPort;
  readonly pubsub: PubSubPort;
  readonly scripts: ScriptsPort;
  readonly tracking: TrackingPort;
  /** Non-zero while every command must pass the gates one by one (a pause, a busy script, loading). HOT. */
  gateBits(): number;
  /** A command failed after its first change: the store is in doubt. Logs name and stack and ends the process. */
  fatal(command: string, error: unknown): void;
  /** A command failed before any change: logs name and stack, never keys or values. */
  unexpected(command: string, error: unknown): void;
}
