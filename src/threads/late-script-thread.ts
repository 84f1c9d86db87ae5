/**
 * Starts the script thread when the first script comes that is not known to be short. It takes 15 MB even before it
 * has loaded what scripts need, and many servers never run one.
 */
import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import type { FromThread, ToThread } from './messages.ts';
import type { ThreadData } from './thread-data.ts';

export class LateScriptThread {
  readonly #ioThreads: number;
  readonly #data: Omit<ThreadData, 'index'>;
  readonly #start: (data: ThreadData, ports: readonly MessagePort[]) => void;
  /** The other ends of what io threads have: what they post waits in them. */
  #ports: MessagePort[] = [];
  #isStarted = false;
  /** Knows all slabs. */
  background: Worker | undefined;

  constructor(
    ioThreads: number,
    data: Omit<ThreadData, 'index'>,
    start: (data: ThreadData, ports: readonly MessagePort[]) => void,
  ) {
    this.#ioThreads = ioThreads;
    this.#data = data;
    this.#start = start;
  }

  /** Where a further io thread posts its scripts. */
  newPort(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(port2);
    // Of a thread that has ended, when the server stops: what is closed cannot be handed on.
    port2.once('close', () => {
      this.#ports = this.#ports.filter((port) => port !== port2);
    });
    return port1;
  }

  onMessage(message: FromThread): void {
    if (message.type === 'needs-script-thread') this.#startOnce();
    if (message.type !== 'wants-slabs') return;
    this.background?.postMessage({ type: 'tell-slabs', port: message.port } satisfies ToThread, [message.port]);
  }

  #startOnce(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const scriptPorts = this.#ports;
    this.#ports = [];
    const memory = { ...this.#data.memory, joinsLate: true };
    this.#start({ ...this.#data, memory, index: this.#ioThreads + 1, scriptPorts }, scriptPorts);
  }
}
