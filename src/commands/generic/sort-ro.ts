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
import { keysOfSortRo, SORT_RO_KEYS } from './sort-keys.ts';
import { runSort } from './sort-run.ts';

export default command({
  name: 'sort_ro',
  summary: 'Sorts a list, set or sorted set by its elements or by values of other keys.',
  since: '7.0.0',
  group: 'generic',
  complexity: 'O(N+M*log(M)) where N is the number of elements, M of those that are given; O(N) if nothing is sorted.',
  flags: ['readonly'],
  aclWithout: ['keyspace'],
  acl: ['set', 'sortedset', 'list', 'dangerous'],
  locks: 'all',
  keySpecs: SORT_RO_KEYS,
  keysIn: keysOfSortRo,
  args: {
    key: key('RO access'),
    byPattern: option('BY', pattern({ display: 'pattern', keySpecIndex: 1 })),
    limit: option('LIMIT', block({ offset: integer({ eager: true }), count: integer({ eager: true }) })),
    getPattern: multiOption('GET', pattern({ display: 'pattern', keySpecIndex: 1 })),
    order: optional(oneof(['ASC', 'DESC'], { again: 'any' })),
    sorting: flag('ALPHA'),
  },
  examples: [
    ['RPUSH numbers 3 1 2', '(integer) 3'],
    ['SORT_RO numbers', '1) "1"\n2) "2"\n3) "3"'],
  ],
  run(call, args) {
    runSort(call, args, undefined);
  },
});
