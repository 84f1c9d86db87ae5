import { integer, key, optional } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';
import { replyAll, replyMember } from './member-replies.ts';

/** Redis makes a new set of what is left when that is so many times less than what is taken. */
const MUCH = 5;

export default command({
  name: 'spop',
  summary: 'Removes members chosen at random from a set and gives them; the set is deleted with the last one.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(N) where N is the number of members that are removed.',
  flags: ['write', 'fast'],
  tips: ['nondeterministic_output'],
  history: [['3.2.0', 'The argument `count`.']],
  args: {
    key: key('RW access delete'),
    count: optional(integer({ since: '3.2.0', min: 0, range: ERROR.notPositive, invalid: ERROR.notPositive })),
  },
  examples: [
    ['SADD tags red', '(integer) 1'],
    ['SPOP tags', '"red"'],
    ['SPOP tags', '(nil)'],
  ],
  run(call, { key, count }) {
    const { store, reply } = call;
    const { sets, setDraw, setWalk } = call.types;
    const record = setToWrite(call, key);
    if (record === WRONG_TYPE) return;
    if (record === NO_REF) return count === undefined ? reply.null() : reply.set(0);
    if (count === 0) return reply.set(0);
    store.changed(key, EVENT.spop);
    if (count !== undefined && count >= sets.size(record)) {
      store.countMore(sets.size(record) - 1);
      store.countAgain(key, true);
      replyAll(call, store.records.encoding(record), store.records.rootRef(record));
      return store.deleteEmpty(key, record);
    }
    if (count !== undefined) {
      store.countMore(count - 1);
      reply.set(count);
    }
    setWalk.keepLarge = true;
    for (let left = count ?? 1; left > 0; left--) {
      setDraw.draw(record);
      replyMember(call);
      setDraw.removeDrawn(key, record);
    }
    setWalk.keepLarge = false;
    if (count !== undefined && sets.size(record) * MUCH <= count) sets.packRest(key, record);
    sets.dropEmpty(key, record);
  },
});
