import {
  block,
  flag,
  integer,
  key,
  multiOption,
  oneof,
  option,
  optional,
  pattern,
} from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { keysOfSort, SORT_KEYS } from './sort-keys.ts';
import { runSort } from './sort-run.ts';

/** What STORE says that it allocates: how much it will be is known when it is done, as in Redis. */
const STORE_BOUND = 16_384;
/** What a small sorted set may grow by when it becomes a big one. */
const BIG_BOUND = 32_768;

export default command({
  name: 'sort',
  summary:
    'Sorts a list, set or sorted set by its elements or by values of other keys, and gives or stores the result.',
  since: '1.0.0',
  group: 'generic',
  complexity: 'O(N+M*log(M)) where N is the number of elements, M of those that are given; O(N) if nothing is sorted.',
  flags: ['write', 'denyoom'],
  aclWithout: ['keyspace'],
  acl: ['set', 'sortedset', 'list', 'dangerous'],
  locks: 'all',
  keySpecs: SORT_KEYS,
  keysIn: keysOfSort,
  args: {
    key: key('RO access'),
    byPattern: option('BY', pattern({ display: 'pattern', keySpecIndex: 1 })),
    limit: option('LIMIT', block({ offset: integer({ eager: true }), count: integer({ eager: true }) })),
    getPattern: multiOption('GET', pattern({ display: 'pattern', keySpecIndex: 1 })),
    order: optional(oneof(['ASC', 'DESC'], { again: 'any' })),
    sorting: flag('ALPHA'),
    destination: option('STORE', key('OW update')),
  },
  examples: [
    ['RPUSH numbers 3 1 2', '(integer) 3'],
    ['SORT numbers DESC LIMIT 0 2', '1) "3"\n2) "2"'],
    ['MSET name_1 one name_2 two name_3 three', 'OK'],
    ['SORT numbers BY name_* ALPHA GET name_*', '1) "one"\n2) "three"\n3) "two"'],
    ['SORT numbers STORE sorted', '(integer) 3'],
  ],
  allocates: (call, { key: name }) => call.store.putBound(name, STORE_BOUND) + BIG_BOUND,
  run(call, args) {
    runSort(call, args, args.destination);
  },
});
