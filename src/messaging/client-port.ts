/**
 * A client's connection to an io thread that is no socket: that of the side HTTP server, and of a client whose socket the
 * main thread has, because the io thread could not accept it.
 */
import type { MessagePort } from 'node:worker_threads';

/** One end of such a connection. */
export interface ClientPort {
  readonly port: MessagePort;
  /** One word: 1 says that nobody waits any more for what was sent, and that what has not begun is not to be run. */
  readonly left: SharedArrayBuffer;
}
