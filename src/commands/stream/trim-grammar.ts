/** How the documentation shows the words of trimming, which trim-arguments.ts reads. */
import { block, bytes, integer, oneof, option, optional, token } from '../../../protocol/command/grammar.ts';

export const trimGrammar = () =>
  block({
    strategy: oneof({ maxlen: token('MAXLEN'), minid: token('MINID', { since: '6.2.0' }) }),
    operator: optional(oneof({ equal: token('='), approximately: token('~') })),
    threshold: bytes({ sample: '1' }),
    count: option('LIMIT', integer({ since: '6.2.0' })),
  });
