/**
 * The clients of one thread whose commands wait, and how their waits end: by their time, by CLIENT UNBLOCK, because they
 * were served by a command of any thread, or because the client goes.
 */
import { type Client, WOKEN_ERROR, WOKEN_NOT, WOKEN_TIMEOUT } from '../../dispatch/client.ts';
import { wallClockMs } from '../../memory/clock.ts';
import { NO_REF } from '../../memory/types.ts';
import type { ClientRequests } from '../../messaging/client-requests.ts';
import { WAIT_ERROR, WAIT_SERVED, WAIT_TIMED_OUT } from '../../messaging/client-row.ts';

/** Longest timer of the platform. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The io thread, as its blocked clients need it. */
export interface BlockedClientThread {
  /** Offers the parked command of a client again (`Session.resume`). */
  resume(client: Client): void;
  /** Takes a client whose wait is over out of the queues of its keys. */
  leaveQueues(client: Client): void;
  /** The wait of a client for keys is over without anything for it: by its time, or by CLIENT UNBLOCK ERROR. */
  endWait(client: Client, withError: boolean): void;
}

export class BlockedClients {
  readonly #requests: ClientRequests;
  readonly #host: BlockedClientThread;
  /** By row of the client, with the timers of those that do not wait for ever. */
  readonly #timers = new Map<number, NodeJS.Timeout | undefined>();
  /** Called when it changes with the number of blocked clients, and how many of these wait for a limited time. */
  onCount: ((count: number, timed: number) => void) | undefined;
  #timed = 0;

  constructor(requests: ClientRequests, host: BlockedClientThread) {
    this.#requests = requests;
    this.#host = host;
  }

  /** Whether a command of any thread has served a blocked client, whose reply is on its way. */
  isServed(client: Client): boolean {
    return this.has(client) && this.#requests.isServed(client.slot);
  }

  has(client: Client): boolean {
    return this.#timers.has(client.slot);
  }

  /** The client waits from now on. @param untilMs 0 for ever */
  add(client: Client, untilMs: number): void {
    this.#requests.beginWait(client.slot);
    this.#timers.set(client.slot, untilMs === 0 ? undefined : this.#deadline(client, untilMs));
    if (untilMs !== 0) this.#timed++;
    this.onCount?.(this.#timers.size, this.#timed);
  }

  /** A command of this thread served the client of this id, if it is still there; its reply comes at the end of the turn. */
  servedSoon(client: Client | undefined, id: number): void {
    if (client?.id === id) client.isAnswered = true;
  }

  /** A command served the client; its reply is there. @returns false when the client does not wait any more */
  served(client: Client): boolean {
    client.isAnswered = false;
    if (!this.has(client)) return false;
    this.#requests.takeOutcome(client.slot);
    client.waiter = NO_REF;
    this.#forget(client);
    return true;
  }

  /** A wait ended, by its time or by CLIENT UNBLOCK: the client is answered, or its command offered again. */
  wake(client: Client): void {
    if (!this.has(client)) return;
    const outcome = this.#requests.takeOutcome(client.slot);
    this.#forget(client);
    if (client.waiter !== NO_REF) {
      this.#host.leaveQueues(client);
      this.#host.endWait(client, outcome === WAIT_ERROR);
      return;
    }
    client.woken = outcome === WAIT_ERROR ? WOKEN_ERROR : outcome === WAIT_TIMED_OUT ? WOKEN_TIMEOUT : WOKEN_NOT;
    this.#host.resume(client);
  }

  /** The client goes. Unless it was served at the last moment it is still in the queues of its keys. */
  delete(client: Client): void {
    if (client.waiter !== NO_REF) {
      const ended = this.#requests.endWait(client.slot, WAIT_TIMED_OUT);
      if (ended || this.#requests.takeOutcome(client.slot) !== WAIT_SERVED) this.#host.leaveQueues(client);
      client.waiter = NO_REF;
    }
    this.#forget(client);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #deadline(client: Client, untilMs: number): NodeJS.Timeout {
    const leftMs = Math.max(1, untilMs - wallClockMs());
    if (leftMs > MAX_TIMER_MS) {
      return setTimeout(() => this.#timers.set(client.slot, this.#deadline(client, untilMs)), MAX_TIMER_MS);
    }
    return setTimeout(() => {
      if (this.#requests.endWait(client.slot, WAIT_TIMED_OUT)) this.wake(client);
    }, leftMs);
  }

  #forget(client: Client): void {
    const timer = this.#timers.get(client.slot);
    if (!this.#timers.delete(client.slot)) return;
    clearTimeout(timer);
    if (timer !== undefined) this.#timed--;
    this.onCount?.(this.#timers.size, this.#timed);
  }
}
