/**
 * Hears what other threads announce on a BroadcastChannel, at the price of a function call.
 *
 * The public way, a listener for events, makes Node load its whole web platform for the class MessageEvent when the
 * first message comes: 70 modules, 2 MB a thread, and 40 ms in the middle of serving. The channel's native port calls a
 * method of its own with the message itself; that one is replaced here. It is no public API: the runtime is pinned to one
 * exact version, the shape is checked, and the listener stays for any other.
 */
import type { BroadcastChannel } from 'node:worker_threads';

const DISPATCH = Symbol.for('nodejs.internal.kHybridDispatch');

/**
 * Calls `receive` with each message that the event loop finds. There must be somebody: the event loop takes messages off
 * the channel whether anybody listens or not.
 */
export function listenCheaply(channel: BroadcastChannel, receive: (message: unknown) => void): void {
  const port = nativePort(channel);
  if (port === undefined) channel.onmessage = (event: unknown) => receive((event as { data: unknown }).data);
  else port[DISPATCH] = receive;
}

type NativePort = Record<symbol, unknown>;

function nativePort(channel: BroadcastChannel): NativePort | undefined {
  const key = Object.getOwnPropertySymbols(channel).find((symbol) => symbol.description === 'kHandle');
  if (key === undefined) return undefined;
  const port = (channel as unknown as Record<symbol, NativePort | undefined>)[key];
  return typeof port?.[DISPATCH] === 'function' ? port : undefined;
}
