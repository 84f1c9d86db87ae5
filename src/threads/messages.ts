/** What the supervisor and its threads say to each other: start, stop and trouble. Commands never wait for any of it. */
import type { MessagePort } from 'node:worker_threads';
import type { ListenOptions } from '../io/listener.ts';
import type { PortEnds } from '../io/transport/transport-port.ts';
import type { ClientPort } from '../messaging/client-port.ts';

/** Longest time that connections get to take their last replies. Process managers wait for 10 s before they kill. */
export const DRAIN_MS = 3_000;

export type ToThread =
  | { readonly type: 'listen'; readonly addresses: readonly ListenOptions['address'][] }
  /** All threads are ready: the background thread may begin. */
  | { readonly type: 'work' }
  /** To the background thread: a thread that joins late wants to know the slabs. */
  | { readonly type: 'tell-slabs'; readonly port: MessagePort }
  /** The main thread sends requests through this port, as a client does through its socket. */
  | ({ readonly type: 'serve-admin' } & ClientPort)
  /** Main hands on what a client sends that has connected to it (stand-in.ts). */
  | ({ readonly type: 'serve-client'; readonly ends: PortEnds } & ClientPort)
  /** Main listens in the place of the thread, which may close its own sockets. */
  | { readonly type: 'stood-in'; readonly round: number }
  | { readonly type: 'stop' };

export type FromThread =
  /** `commands`: names by the ids under which they are counted; only io threads know them. */
  | { readonly type: 'ready'; readonly commands?: readonly string[] }
  | { readonly type: 'listening'; readonly ports: readonly number[] }
  | { readonly type: 'listen-failed'; readonly message: string }
  | { readonly type: 'shutdown' }
  /** A script waits that is not known to be short. */
  | { readonly type: 'needs-script-thread' }
  | { readonly type: 'wants-slabs'; readonly port: MessagePort }
  /** An io thread stands still in a script; and the same is over, whether it `listens` or not (standstill.ts). */
  | { readonly type: 'stands-still'; readonly round: number }
  | { readonly type: 'goes-on'; readonly listens: boolean }
  /** A script says something. */
  | { readonly type: 'log'; readonly level: 'debug' | 'verbose' | 'notice' | 'warning'; readonly text: string }
  /** A command failed half way: the process must end. */
  | { readonly type: 'fatal'; readonly command: string; readonly error: string }
  | { readonly type: 'unexpected'; readonly command: string; readonly error: string };
