import { flag, integer, key, option, pattern, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_HASH } from '../../store/record.ts';
import { beginCollectionScan } from '../generic/collection-scan.ts';
import { ScanOptions } from '../generic/scan-options.ts';
import { scanFields } from './scan-fields.ts';

const options = new ScanOptions();

export default command({
  name: 'hscan',
  summary: 'Goes through the fields of a hash a few at a time; fields that stay are met at least once.',
  since: '2.8.0',
  group: 'hash',
  complexity: 'O(1) for each call, O(N) for a whole iteration, where N is the number of fields.',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  arity: -3,
  args: { key: key('RO access'), all: rest() },
  documentedArgs: {
    key: key('RO access'),
    cursor: integer(),
    pattern: option('MATCH', pattern()),
    count: option('COUNT', integer()),
    novalues: flag('NOVALUES'),
  },
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HSCAN user 0 MATCH n*', '1) "0"\n2) 1) "name"\n   2) "Ann"'],
    ['HSCAN user 0 MATCH a* NOVALUES', '1) "0"\n2) 1) "age"'],
  ],
  run(call, { key }) {
    const record = beginCollectionScan(call, options, key, TYPE_HASH);
    if (record === NO_REF) return;
    call.types.hashes.open(key, record);
    scanFields(call, options);
  },
});
