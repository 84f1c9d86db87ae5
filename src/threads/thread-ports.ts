/** What the commands of one thread may ask of the server. */
import type { CommandTable } from '../../protocol/command/table.ts';
import type { Call, Outcome } from '../dispatch/context.ts';
import type { ClientsPort } from '../dispatch/ports/clients.ts';
import type { PubSubPort } from '../dispatch/ports/pubsub.ts';
import type { ScriptsPort } from '../dispatch/ports/scripts.ts';
import type { ServerPort } from '../dispatch/ports/server.ts';
import type { TrackingPort } from '../dispatch/ports/tracking.ts';
import type { ServerPorts } from '../dispatch/ports.ts';
import { GateState } from '../messaging/gate-state.ts';
import type { FromThread } from './messages.ts';

/**
 * A class, with a field for what is only made later, and not an object with accessors: V8 keeps those as dictionaries,
 * and a command would begin with two look-ups by name.
 */
export class ThreadPorts implements ServerPorts {
  readonly table: CommandTable<Call, Outcome>;
  readonly info: ServerPort;
  clients!: ClientsPort;
  pubsub!: PubSubPort;
  scripts!: ScriptsPort;
  tracking!: TrackingPort;
  readonly #gates: GateState;
  readonly #bits: number;
  readonly #tell: (message: FromThread) => void;

  /** @param shared the memory of clients @param bits `GATE_…` bits that hold for commands of this thread */
  constructor(
    table: CommandTable<Call, Outcome>,
    info: ServerPort,
    shared: SharedArrayBuffer,
    bits: number,
    tell: (message: FromThread) => void,
  ) {
    this.table = table;
    this.info = info;
    this.#gates = new GateState(shared);
    this.#bits = bits;
    this.#tell = tell;
  }

  /** HOT. */
  gateBits(): number {
    return this.#gates.bits() & this.#bits;
  }

  /** SHUTDOWN: no command begins any more, and main ends the process. */
  end(): void {
    this.#gates.end();
    this.#tell({ type: 'shutdown' });
  }

  fatal(command: string, error: unknown): void {
    this.#tell({ type: 'fatal', command, error: describe(error) });
  }

  unexpected(command: string, error: unknown): void {
    this.#tell({ type: 'unexpected', command, error: describe(error) });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
