/** What follows the protocol version of HELLO. */
import type { Call } from '../../dispatch/context.ts';

export interface HelloOptions {
  name?: string;
  username?: string;
  password?: string;
}

/** Reads arguments `first` to `end`. @returns the options, or the word that was not understood */
export function readHelloOptions(call: Call, first: number, end: number): HelloOptions | string {
  const options: HelloOptions = {};
  let at = first;
  while (at < end) {
    const word = call.text(at).toLowerCase();
    if (word === 'auth' && at + 2 < end) {
      options.username = call.text(at + 1);
      options.password = call.text(at + 2);
      at += 3;
    } else if (word === 'setname' && at + 1 < end) {
      options.name = call.text(at + 1);
      at += 2;
    } else return call.text(at);
  }
  return options;
}
