/**
 * Main in the place of an io thread that stands still: it accepts connections where that thread listened, and hands on to
 * it what they send, through message ports, which the thread looks at now and then (standstill.ts). Connections that came
 * in this way stay so until they close (relay.ts).
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { CAN_SHARE_PORT, type Listener, type ListenOptions, listen } from '../io/listener.ts';
import type { Transport } from '../io/transport/transport.ts';
import { ask } from './ask-to-listen.ts';
import type { ToThread } from './messages.ts';
import { RELAYED, Relay } from './relay.ts';

/** For a socket that the system has not given free yet. */
const TRIES = 50;
const RETRY_MS = 10;

export class StandIn {
  readonly #worker: Worker;
  readonly #addresses: readonly ListenOptions['address'][];
  readonly #backlog: number;
  readonly #complain: (text: string) => void;
  #listeners: Listener[] = [];
  /** What was begun last: one thing after the other. */
  #work: Promise<void> = Promise.resolve();

  /** @param complain is told what could not be listened to */
  constructor(
    worker: Worker,
    addresses: readonly ListenOptions['address'][],
    backlog: number,
    complain: (text: string) => void,
  ) {
    this.#worker = worker;
    this.#addresses = addresses;
    this.#backlog = backlog;
    this.#complain = complain;
  }

  /** The thread stands still, for the `round`th time. */
  begin(round: number): void {
    this.#work = this.#work.then(() => this.#listen(round));
  }

  /** The thread goes on; if it does not listen any more it does so again before main stops. */
  end(listens: boolean): void {
    this.#work = this.#work.then(async () => {
      if (!listens) {
        if (!CAN_SHARE_PORT) await this.#close(this.#listeners.splice(0));
        // A path is not shared.
        const unix = this.#listeners.filter((listener) => listener.port === 0);
        this.#listeners = this.#listeners.filter((listener) => listener.port !== 0);
        await this.#close(unix);
        await this.#listenAgain();
      }
      // Closing a listener resets those who wait to be accepted.
      await nextTurn();
      await nextTurn();
      await this.#close(this.#listeners.splice(0));
    });
  }

  async #listenAgain(): Promise<void> {
    for (let tries = 0; ; tries++) {
      const answer = await ask(this.#worker, this.#addresses);
      if (answer.type !== 'listen-failed') return;
      if (tries === TRIES) return this.#complain(answer.message);
      await sleep(RETRY_MS);
    }
  }

  async #close(listeners: readonly Listener[]): Promise<void> {
    await Promise.all(listeners.map((listener) => listener.close()));
  }

  /** Listens beside the thread where the system lets two share a port, and elsewhere when the thread has stopped. */
  async #listen(round: number): Promise<void> {
    const rest: ListenOptions['address'][] = [];
    for (const address of this.#addresses) {
      const failed = 'unixPath' in address || (await this.#listenTo(address)) !== undefined;
      if (failed) rest.push(address);
    }
    this.#worker.postMessage({ type: 'stood-in', round } satisfies ToThread);
    for (const address of rest) {
      let failed = await this.#listenTo(address);
      for (let tries = 0; failed !== undefined && tries < TRIES; tries++) {
        await sleep(RETRY_MS);
        failed = await this.#listenTo(address);
      }
      if (failed !== undefined) this.#complain(failed);
    }
  }

  /** @returns why not */
  async #listenTo(address: ListenOptions['address']): Promise<string | undefined> {
    const accept = (transport: Transport): void => this.#accept(transport);
    const result = await listen({ address, backlog: this.#backlog, handler: RELAYED, accept });
    if (!result.ok) return result.message;
    this.#listeners.push(result.listener);
    return undefined;
  }

  #accept(transport: Transport): void {
    new Relay(transport, (message) => this.#worker.postMessage(message satisfies ToThread, [message.port]));
  }
}
