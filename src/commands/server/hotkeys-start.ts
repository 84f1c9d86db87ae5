import { flag, integer, option, optional, rest, token } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

const DEFAULT_COUNT = 10;
const MOST_KEYS = 64;

export default command({
  name: 'hotkeys|start',
  summary: 'Begins to find the keys that take most time or most bytes on the network.',
  since: '8.6.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript'],
  args: {
    metrics: token('METRICS', integer({ min: 1, max: 2, range: ERROR.hotKeysMetrics })),
    cpu: flag('CPU'),
    net: flag('NET'),
    count: option('COUNT', integer({ min: 1, max: MOST_KEYS, range: ERROR.outOfRange })),
    duration: option('DURATION', integer({ min: 0, max: 1_000_000_000, range: ERROR.outOfRange })),
    sample: option('SAMPLE', integer({ min: 1, max: 1_000_000, range: ERROR.outOfRange })),
    slots: optional(token('SLOTS', rest())),
  },
  examples: [
    ['HOTKEYS START METRICS 2 CPU NET COUNT 5', 'OK'],
    ['HOTKEYS START METRICS 1 CPU', '(error) ERR a hotkeys session is under way: HOTKEYS STOP ends it'],
    ['HOTKEYS STOP', 'OK'],
    ['HOTKEYS RESET', 'OK'],
  ],
  run(call, { metrics, cpu, net, count, duration, sample, slots }) {
    if (metrics !== Number(cpu) + Number(net)) return call.fail(ERROR.hotKeysMetrics);
    if (slots !== undefined) return call.fail(ERROR.hotKeysSlots);
    const started = call.server.info.hotKeys.start({
      byTime: cpu,
      byNetwork: net,
      count: count ?? DEFAULT_COUNT,
      durationMs: (duration ?? 0) * 1000,
      sampleRatio: sample ?? 1,
    });
    if (!started) return call.fail(ERROR.hotKeysUnderWay);
    call.reply.ok();
  },
});
