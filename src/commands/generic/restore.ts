import { bytes, flag, integer, key, option, rest } from '../../../protocol/command/grammar.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { RestoreOptions } from './restore-options.ts';
import { restoredBound, restorePayload } from './restore-payload.ts';

const options = new RestoreOptions();

export default command({
  name: 'restore',
  summary: 'Makes the value of a payload of DUMP, from this or another server, that of a key.',
  since: '2.6.0',
  group: 'generic',
  complexity: 'O(N) where N is the length of the payload; O(N*log(N)) for sorted sets.',
  flags: ['write', 'denyoom'],
  acl: ['keyspace', 'dangerous'],
  history: [
    ['3.0.0', 'The option `REPLACE`.'],
    ['5.0.0', 'The option `ABSTTL`.'],
    ['5.0.0', 'The options `IDLETIME` and `FREQ`.'],
  ],
  args: { key: key('OW update'), ttl: bytes({ sample: '0' }), serializedValue: bytes(), options: rest() },
  documentedArgs: {
    key: key('OW update'),
    ttl: integer(),
    serializedValue: bytes(),
    replace: flag('REPLACE', { since: '3.0.0' }),
    absttl: flag('ABSTTL', { since: '5.0.0' }),
    seconds: option('IDLETIME', integer({ since: '5.0.0' })),
    frequency: option('FREQ', integer({ since: '5.0.0' })),
  },
  examples: [
    ['RESTORE greeting 0 "\\x00\\x05hello\\x06\\x00\\xf5\\x9f\\xb7\\xf6\\x90a\\x1c\\x99"', 'OK'],
    ['GET greeting', '"hello"'],
  ],
  allocates: (call, args) => restoredBound(call, args.key, args.serializedValue),
  run(call, args) {
    const { buf, argStart, argLen } = call.args;
    const error = options.read(call);
    if (error !== NO_ERROR) return call.fail(error);
    const existing = call.store.write(args.key);
    if (existing !== NO_REF && !options.replace) return call.fail(ERROR.busyKey);
    const ttlMs = parseInteger(buf, argStart[args.ttl]!, argLen[args.ttl]!);
    if (Number.isNaN(ttlMs)) return call.fail(ERROR.notAnInteger);
    if (ttlMs < 0) return call.fail(ERROR.restoreTtl);
    restorePayload(call, args.key, args.serializedValue, ttlMs, options);
  },
});
