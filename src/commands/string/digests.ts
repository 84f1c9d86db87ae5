/** The digest of a string's value, and digests as clients write them. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import type { LargeRef, Ref } from '../../memory/types.ts';
import { xxh3 } from '../../store/strings/xxhash.ts';

/** 16 hexadecimal digits in lower case. */
export function digestText(call: Call, ref: Ref): string {
  const { strings } = call;
  const source = {
    length: strings.length(ref),
    read: (from: number, length: number, target: Buffer, at: number) => strings.copyOut(ref, from, length, target, at),
  };
  return textOf(xxh3(source));
}

/** The same of a large object, which is pinned if no lock is held. */
export function digestOfLarge(call: Call, object: LargeRef): string {
  const { large } = call.store;
  const source = {
    length: large.length(object),
    read: (from: number, length: number, target: Buffer, at: number) => large.read(object, from, target, at, length),
  };
  return textOf(xxh3(source));
}

function textOf(digest: bigint): string {
  return digest.toString(16).padStart(16, '0');
}

/** An argument that is a digest, in lower case; undefined if it is none. */
export function parseDigest(call: Call, argument: ArgIndex): string | undefined {
  if (call.args.argLen[argument] !== 16) return undefined;
  const text = call.text(argument);
  return /^[0-9a-f]{16}$/i.test(text) ? text.toLowerCase() : undefined;
}
