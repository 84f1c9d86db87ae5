import { double, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { reportsIn } from '../../analytics/report-memory.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { isSampled } from '../../store/usage/access-samples.ts';
import { costClassOf } from '../../store/usage/cost-class.ts';

const USUAL_CHEAPEST_US = 1_000;

export default command({
  name: 'cache.cost',
  summary: 'Declares what making the value of a key anew takes, in milliseconds: dear values are kept longer.',
  since: '8.0.2',
  group: 'module',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  args: { key: key('RW update'), milliseconds: double() },
  examples: [
    ['SET answer:1 text', 'OK'],
    ['CACHE.COST answer:1 250', '(integer) 1'],
    ['CACHE.COST missing 250', '(integer) 0'],
    ['CACHE.COST answer:1 -1', '(error) ERR value is out of range'],
  ],
  run(call, args) {
    const { store, reply } = call;
    if (!(args.milliseconds >= 0)) return call.fail(ERROR.outOfRange);
    const ref = store.peek(args.key);
    if (ref === NO_REF) return reply.integer(0);
    const { samples, records } = store;
    const cheapestUs = samples.shared === undefined ? USUAL_CHEAPEST_US : reportsIn(samples.shared).cheapestUs;
    const us = args.milliseconds * 1000;
    records.setCostClass(ref, costClassOf(us / cheapestUs));
    if (isSampled(store.control, store.hashes[args.key]!)) samples.declared(args.key, us);
    reply.integer(1);
  },
});
