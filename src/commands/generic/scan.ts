import { bytes, integer, option, pattern, rest } from '../../../protocol/command/grammar.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { scanKeys } from './scan-keys.ts';
import { ScanOptions } from './scan-options.ts';

const options = new ScanOptions();

export default command({
  name: 'scan',
  summary: 'Goes through the keys of the selected database a few at a time; keys that stay are met at least once.',
  since: '2.8.0',
  group: 'generic',
  complexity: 'O(1) for each call, O(N) for a whole iteration, where N is the number of keys.',
  flags: ['readonly'],
  acl: ['keyspace'],
  tips: ['nondeterministic_output', 'request_policy:special', 'response_policy:special'],
  history: [['6.0.0', 'The `TYPE` option.']],
  arity: -2,
  args: { all: rest() },
  documentedArgs: {
    cursor: integer(),
    pattern: option('MATCH', pattern()),
    count: option('COUNT', integer()),
    type: option('TYPE', bytes({ since: '6.0.0' })),
  },
  examples: [
    ['SET a 1', 'OK'],
    ['SCAN 0 MATCH a* COUNT 100', '1) "0"\n2) 1) "a"'],
  ],
  run(call) {
    const error = options.read(call, 1);
    if (error !== NO_ERROR) return call.fail(error);
    scanKeys(call, options);
  },
});
