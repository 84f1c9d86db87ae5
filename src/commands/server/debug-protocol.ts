/** DEBUG PROTOCOL: one reply of each type, for tests of clients. */

import { ERROR } from '../../../protocol/resp/errors.ts';
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import type { Call } from '../../dispatch/context.ts';

const SOME = 3;

/** DEBUG PROTOCOL: an example of each type of reply. */
export function replyOfType(call: Call, type: string): void {
  const { reply } = call;
  if (type === 'attrib') replyWithAttribute(reply);
  else if (type === 'push') replyWithPush(call);
  else {
    const write = TYPES.get(type);
    if (write === undefined) call.fail(ERROR.debugProtocol);
    else write(reply);
  }
}

const TYPES: ReadonlyMap<string, (reply: ReplyWriter) => void> = new Map([
  ['string', (reply) => reply.bulkLatin1('Hello World')],
  ['integer', (reply) => reply.integer(12345)],
  ['double', (reply) => reply.double(3141 / 1000)],
  ['bignum', (reply) => reply.bigNumber('1234567999999999999999999999999999999')],
  ['null', (reply) => reply.null()],
  ['verbatim', (reply) => reply.verbatim('txt', 'This is a verbatim\nstring')],
  ['true', (reply) => reply.boolean(true)],
  ['false', (reply) => reply.boolean(false)],
  [
    'array',
    (reply) => {
      reply.array(SOME);
      for (let i = 0; i < SOME; i++) reply.integer(i);
    },
  ],
  [
    'set',
    (reply) => {
      reply.set(SOME);
      for (let i = 0; i < SOME; i++) reply.integer(i);
    },
  ],
  [
    'map',
    (reply) => {
      reply.map(SOME);
      for (let i = 0; i < SOME; i++) {
        reply.integer(i);
        reply.boolean(i === 1);
      }
    },
  ],
]);

function replyWithAttribute(reply: ReplyWriter): void {
  if (reply.attribute(1)) {
    reply.bulkLatin1('key-popularity');
    reply.array(2);
    reply.bulkLatin1('key:123');
    reply.integer(90);
  }
  reply.bulkLatin1('Some real reply following the attribute');
}

function replyWithPush(call: Call): void {
  const { reply } = call;
  if (reply.resp === 2) {
    call.fail(ERROR.resp3Only);
    return;
  }
  reply.bulkLatin1('Some real reply following the push reply');
  reply.push(2);
  reply.bulkLatin1('server-cpu-usage');
  reply.integer(42);
}
