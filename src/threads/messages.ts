/** What the supervisor and its threads say to each other: start, stop and trouble. Commands never wait for any of it. */
import type { ListenOptions } from '../io/listener.ts';

export type ToThread =
  | { readonly type: 'listen'; readonly addresses: readonly ListenOptions['address'][] }
  /** All threads are ready: the background thread may begin. */
  | { readonly type: 'work' }
  | { readonly type: 'stop' };

export type FromThread =
  | { readonly type: 'ready' }
  | { readonly type: 'listening'; readonly ports: readonly number[] }
  | { readonly type: 'listen-failed'; readonly message: string }
  | { readonly type: 'shutdown' }
  /** A command failed half way: the process must end. */
  | { readonly type: 'fatal'; readonly command: string; readonly error: string }
  | { readonly type: 'unexpected'; readonly command: string; readonly error: string };
