import { flag, integer, key, option } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { LcsReply } from './lcs-reply.ts';

const lcs = new LcsReply();

export default command({
  name: 'lcs',
  summary: 'Finds the longest string whose bytes two strings have in common, in the same order.',
  since: '7.0.0',
  group: 'string',
  complexity: 'O(N*M) where N and M are the lengths of the strings.',
  flags: ['readonly'],
  eager: true,
  args: {
    key1: key('RO access'),
    key2: key('RO access'),
    len: flag('LEN'),
    idx: flag('IDX'),
    minMatchLen: option('MINMATCHLEN', integer()),
    withmatchlen: flag('WITHMATCHLEN'),
  },
  examples: [
    ['MSET a "ohmytext" b "mynewtext"', 'OK'],
    ['LCS a b', '"mytext"'],
    ['LCS a b LEN', '(integer) 6'],
  ],
  run(call, args) {
    const { store } = call;
    const a = store.read(args.key1);
    const b = store.read(args.key2);
    const isString = (ref: typeof a) => ref === NO_REF || store.records.type(ref) === TYPE_STRING;
    if (!isString(a) || !isString(b)) return call.fail(ERROR.lcsKeys);
    if (args.len && args.idx) return call.fail(ERROR.lcsLenAndIdx);
    if (!lcs.take(call, a, b)) return call.fail(ERROR.lcsTooLong);
    const { len, idx, minMatchLen, withmatchlen } = args;
    call.unlocked.afterLocks(call, () => {
      lcs.compare();
      if (len) lcs.replyLength(call);
      else if (idx) lcs.replyRuns(call, minMatchLen ?? 0, withmatchlen);
      else lcs.replyText(call);
    });
  },
});
