/**
 * Bytes in JSON and in addresses. Keys and values are bytes: what is valid UTF-8 is told as text, anything else as
 * URL-safe Base64, and an `encoding` beside it says which.
 */
import { isUtf8 } from 'node:buffer';
import { type Static, Type } from 'typebox';
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { badRequest } from './api-error.ts';

export const Bytes = Type.Object(
  {
    data: Type.String(),
    encoding: Type.Union([Type.Literal('utf8'), Type.Literal('base64')]),
    bytes: Type.Optional(Type.Integer({ description: 'whole length, where `data` is cut' })),
    truncated: Type.Optional(Type.Boolean()),
  },
  { description: 'Bytes: text where they are valid UTF-8, else URL-safe Base64.' },
);
export type Bytes = Static<typeof Bytes>;

/** How a key stands in an address. */
export const KeyEncoding = Type.Union([Type.Literal('utf8'), Type.Literal('base64'), Type.Literal('empty')], {
  default: 'utf8',
  description: '`base64`: URL-safe, without padding. `empty`: the key of no bytes, written `-`.',
});

/** Text where the bytes are UTF-8, else Base64. */
export function toBytes(buffer: Buffer): Bytes {
  return isUtf8(buffer)
    ? { data: buffer.toString('utf8'), encoding: 'utf8' }
    : { data: buffer.toString('base64url'), encoding: 'base64' };
}

/** How long a bulk is, though only its beginning may have come. */
export function wholeLength(reply: Reply): number {
  const told = reply.attributes?.[0]?.[1].value;
  return typeof told === 'number' ? told : reply.type === 'bulk' ? reply.value.length : 0;
}

/** The first bytes of a value; `whole` is how long it is. A character is never cut in two. */
export function cutBytes(first: Buffer, whole: number): Bytes {
  if (first.length >= whole) return toBytes(first);
  let end = first.length;
  for (let back = 0; back < 4 && end > 0 && !isUtf8(first.subarray(0, end)); back++) end--;
  const isText = (end > 0 || first.length === 0) && isUtf8(first.subarray(0, end));
  const kept = isText ? first.subarray(0, end) : first;
  return { ...toBytes(kept), bytes: whole, truncated: true };
}

/** Throws a 400 for what is not Base64. */
export function fromText(text: string, encoding: Static<typeof KeyEncoding>): Buffer {
  if (encoding === 'empty') return Buffer.alloc(0);
  if (encoding === 'utf8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text.replace(/=+$/, '')) throw badRequest('not URL-safe Base64');
  return bytes;
}
