import { type Call, command } from '../../dispatch/context.ts';
import type { HotKey, HotKeyReport } from '../../dispatch/ports/hot-keys.ts';

const MICROSECONDS = 1000;
const LAST_SLOT = 16_383;

export default command({
  name: 'hotkeys|get',
  summary: 'Tells which keys the search for hot keys has found.',
  since: '8.6.0',
  group: 'server',
  complexity: 'O(K) for K keys.',
  flags: ['admin', 'noscript'],
  tips: ['nondeterministic_output'],
  args: {},
  examples: [['HOTKEYS GET', '(nil)']],
  run(call) {
    const report = call.server.info.hotKeys.report();
    if (report === undefined) return call.reply.null();
    const numbers = numbersOf(report);
    call.reply.array(1);
    call.reply.map(numbers.length + 1 + Number(report.byTime) + Number(report.byNetwork));
    for (const [name, value] of numbers) {
      call.reply.bulkLatin1(name);
      call.reply.integer(Math.round(value));
    }
    replySlots(call);
    if (report.byTime) replyKeys(call, 'by-cpu-time-us', report.timed);
    if (report.byNetwork) replyKeys(call, 'by-net-bytes', report.sent);
  },
});

function numbersOf(report: HotKeyReport): [name: string, value: number][] {
  const numbers: [string, number][] = [
    ['tracking-active', Number(report.isActive)],
    ['sample-ratio', report.sampleRatio],
    ['all-commands-all-slots-us', report.commandUs],
    ['net-bytes-all-commands-all-slots', report.networkBytes],
    ['collection-start-time-unix-ms', report.startedMs],
    ['collection-duration-ms', report.elapsedMs],
  ];
  if (report.byTime) numbers.push(['total-cpu-time-user-ms', report.userUs / MICROSECONDS]);
  if (report.byTime) numbers.push(['total-cpu-time-sys-ms', report.systemUs / MICROSECONDS]);
  if (report.byNetwork) numbers.push(['total-net-bytes', report.networkBytes]);
  return numbers;
}

/** Without a cluster there is one range of slots: all of them. */
function replySlots({ reply }: Call): void {
  reply.bulkLatin1('selected-slots');
  reply.array(1);
  reply.array(2);
  reply.integer(0);
  reply.integer(LAST_SLOT);
}

function replyKeys({ reply }: Call, name: string, keys: readonly HotKey[]): void {
  reply.bulkLatin1(name);
  reply.array(keys.length * 2);
  for (const { key, weight } of keys) {
    reply.bulk(key, 0, key.length);
    reply.integer(Math.round(weight));
  }
}
