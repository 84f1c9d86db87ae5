import { bytes, flag, integer, key, option, repeat, unixTime } from '../../../protocol/command/grammar.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { ID_WORDS } from '../../values/stream/stream-id.ts';
import { claimEntries } from './claim-entries.ts';
import { readClaimOptions } from './claim-options.ts';
import { idList } from './id-list.ts';
import { readId } from './stream-id-text.ts';
import { isTooLong, readStream, requireGroup } from './stream-lookup.ts';

export default command({
  name: 'xclaim',
  summary: 'Gives pending entries of a consumer group to another consumer.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(log(N)) for each ID, with N entries pending.',
  flags: ['write', 'fast'],
  tips: ['nondeterministic_output'],
  arity: -6,
  args: { key: key('RW update'), group: bytes(), consumer: bytes(), minIdleTime: bytes(), words: repeat(bytes()) },
  documentedArgs: {
    key: key('RW update'),
    group: bytes(),
    consumer: bytes(),
    minIdleTime: bytes({ sample: '0' }),
    ids: repeat(bytes({ sample: '1-1' }), { name: 'id' }),
    ms: option('IDLE', integer()),
    unixTimeMilliseconds: option('TIME', unixTime()),
    count: option('RETRYCOUNT', integer()),
    force: flag('FORCE'),
    justid: flag('JUSTID'),
    lastid: option('LASTID', bytes({ sample: '1-1' })),
  },
  examples: [
    ['XADD jobs 1-1 job mail', '"1-1"'],
    ['XGROUP CREATE jobs workers 0', 'OK'],
    ['XCLAIM jobs workers alice 0 1-1 FORCE JUSTID', '1) "1-1"'],
  ],
  run(call, args) {
    const { words } = args;
    const { buf, argStart, argLen } = call.args;
    const root = readStream(call, args.key);
    const group = requireGroup(call, root, args.key, args.group);
    if (group === NO_REF) return;
    const minIdleMs = parseInteger(buf, argStart[args.minIdleTime]!, argLen[args.minIdleTime]!);
    if (Number.isNaN(minIdleMs)) return call.fail(ERROR.claimMinIdle);
    idList.clear();
    let i = 0;
    for (; i < words.count; i++) {
      const at = idList.push();
      if (readId(call.args, words.at(i), idList.words, at, 0)) continue;
      idList.count = at / ID_WORDS;
      break;
    }
    if (!readClaimOptions(call, words.at(i)) || isTooLong(call, args.consumer)) return;
    claimEntries(call, args.key, root, group, args.consumer, minIdleMs);
  },
});
