/** The reply of a command that ran without a socket. */
import type { Call } from '../../src/dispatch/context.ts';
import { type LargeRef, NO_LARGE } from '../../src/memory/types.ts';

/** Takes the bytes out of a call's writer, those of large values from their pages. */
export function takeReply({ reply, store: { large } }: Pick<Call, 'reply' | 'store'>): Buffer {
  const pieces: Buffer[] = [];
  for (let i = 0; i < reply.segmentCount(); i++) {
    const object = reply.segmentToken(i) as LargeRef;
    if (object === NO_LARGE) pieces.push(Buffer.from(reply.segmentBuffer(i)));
    else {
      const length = reply.partLength[i]! < 0 ? large.length(object) : reply.partLength[i]!;
      const piece = Buffer.alloc(length);
      large.read(object, reply.partStart[i]!, piece, 0, length);
      pieces.push(piece);
    }
  }
  reply.reset();
  return Buffer.concat(pieces);
}
