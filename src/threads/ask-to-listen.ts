/** Tells an io thread where to listen. */
import type { Worker } from 'node:worker_threads';
import type { ListenOptions } from '../io/listener.ts';
import type { FromThread, ToThread } from './messages.ts';

/** @returns the thread's answer: `listening` or `listen-failed` */
export function ask(worker: Worker, addresses: readonly ListenOptions['address'][]): Promise<FromThread> {
  return new Promise((resolve) => {
    const onMessage = (message: FromThread): void => {
      if (message.type !== 'listening' && message.type !== 'listen-failed') return;
      worker.off('message', onMessage);
      resolve(message);
    };
    worker.on('message', onMessage);
    worker.postMessage({ type: 'listen', addresses } satisfies ToThread);
  });
}
