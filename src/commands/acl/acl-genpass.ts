import { randomBytes } from 'node:crypto';
import { bytes, integer, optional, rest } from '../../../protocol/command/grammar.ts';
import { ERROR, unknownOrWrongArity } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

/** Bits without an argument, and at most. */
const USUAL_BITS = 256;
const MOST_BITS = 4096;
const INTEGER = /^(?:0|-?[1-9]\d{0,17})$/;

export default command({
  name: 'acl|genpass',
  summary: 'Makes up a password that nobody can guess.',
  since: '6.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: { bits: optional(bytes()), ignored: rest() },
  documentedArgs: { bits: optional(integer()) },
  examples: [['ACL GENPASS x', '(error) ERR value is not an integer or out of range']],
  run(call, args) {
    if (args.ignored.count > 0) return call.reply.error(unknownOrWrongArity(call.text(1), 'acl'));
    const text = args.bits === undefined ? String(USUAL_BITS) : call.text(args.bits);
    if (!INTEGER.test(text)) return call.fail(ERROR.notAnInteger);
    const bits = Number(text);
    if (bits <= 0 || bits > MOST_BITS) return call.fail(ERROR.genpassBits);
    const digits = Math.ceil(bits / 4);
    call.reply.bulkLatin1(
      randomBytes(Math.ceil(digits / 2))
        .toString('hex')
        .slice(0, digits),
    );
  },
});
