/** The digest of a string's value, and digests as clients write them. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { xxh3 } from '../../store/strings/xxhash.ts';

/** 16 hexadecimal digits in lower case. */
export function digestText(call: Call, ref: Ref): string {
  const { strings } = call;
  const source = {
    length: strings.length(ref),
    read: (from: number, length: number, target: Buffer, at: number) => strings.copyOut(ref, from, length, target, at),
  };
  return xxh3(source).toString(16).padStart(16, '0');
}

/** An argument that is a digest, in lower case; undefined if it is none. */
export function parseDigest(call: Call, argument: ArgIndex): string | undefined {
  if (call.args.argLen[argument] !== 16) return undefined;
  const text = call.text(argument);
  return /^[0-9a-f]{16}$/i.test(text) ? text.toLowerCase() : undefined;
}
