/** Which io thread listens where. Main listens in the place of one that stands still (standstill.ts). */
import type { Worker } from 'node:worker_threads';
import type { Settings } from '../config/settings.ts';
import type { ListenOptions } from '../io/listener.ts';
import { ask } from './ask-to-listen.ts';
import type { FromThread } from './messages.ts';
import { StandIn } from './stand-in.ts';

export type StartResult =
  | { readonly ok: true; readonly port: number }
  | { readonly ok: false; readonly message: string };

export class Addresses {
  readonly #settings: Settings;
  readonly #hosts: readonly { readonly host: string }[];
  readonly #complain: (text: string) => void;
  readonly #ofThreads = new Map<Worker, StandIn>();

  /**
   * @param settings at the start of the server
   * @param hosts that are free
   * @param complain is told of addresses that cannot be listened to later on
   */
  constructor(settings: Settings, hosts: readonly { readonly host: string }[], complain: (text: string) => void) {
    this.#settings = settings;
    this.#hosts = hosts;
    this.#complain = complain;
  }

  /** Thread 0 listens first, so that a port that the system chooses is the same for all. */
  async listen(workers: readonly Worker[]): Promise<StartResult> {
    const { port: wanted, tcpBacklog, unixsocket } = this.#settings;
    // Also for a single thread: main may have to listen beside it for a moment.
    const reusePort = true;
    let port = wanted;
    for (const worker of workers) {
      const list: ListenOptions['address'][] = [];
      // Port 0 with a unix socket means no TCP, as in Redis; alone it lets the system choose a port.
      const tcp = wanted !== 0 || unixsocket === '';
      if (tcp) for (const { host } of this.#hosts) list.push({ host, port, reusePort });
      if (worker === workers[0] && unixsocket !== '') list.push(this.#unixAddress());
      if (list.length === 0) continue;
      const result = await ask(worker, list);
      if (result.type === 'listen-failed') return { ok: false, message: result.message };
      if (result.type === 'listening' && port === 0) port = result.ports[0] ?? 0;
      const chosen = list.map((address) => ('unixPath' in address ? address : { ...address, port }));
      this.#ofThreads.set(worker, new StandIn(worker, chosen, tcpBacklog, this.#complain));
    }
    return { ok: true, port };
  }

  #unixAddress(): ListenOptions['address'] {
    const { unixsocket, unixsocketperm } = this.#settings;
    return unixsocketperm === 0 ? { unixPath: unixsocket } : { unixPath: unixsocket, unixPerm: unixsocketperm };
  }

  onMessage(worker: Worker, message: FromThread): void {
    if (message.type === 'stands-still') this.#ofThreads.get(worker)?.begin(message.round);
    if (message.type === 'goes-on') this.#ofThreads.get(worker)?.end(message.listens);
  }
}
