/** LATENCY DOCTOR: what was slow, in words. */
import type { LatencyHistory } from '../../dispatch/ports/server.ts';

const ADVICE: Readonly<Record<string, string>> = {
  command: 'Look at SLOWLOG GET: it shows which commands took long, with their arguments.',
  'fast-command':
    'Commands that need constant time took long: the machine may be short of processor time, or a value is very large.',
  'expire-cycle': 'Many keys expire at the same moment: spread their times to live.',
  'eviction-cycle': 'Memory is full and much has to be evicted at once: raise maxmemory, or let values be smaller.',
};

/** @param thresholdMs the setting latency-monitor-threshold; @param slowerThanUs slowlog-log-slower-than */
export function latencyAdvice(events: readonly LatencyHistory[], thresholdMs: number, slowerThanUs: number): string {
  if (thresholdMs === 0) {
    return 'Latency monitoring is off. Switch it on with: CONFIG SET latency-monitor-threshold <milliseconds>\n';
  }
  if (events.length === 0) return `No event took ${thresholdMs} ms or longer since the last reset.\n`;
  const lines = events.map(describe);
  if (slowerThanUs < 0 || slowerThanUs > thresholdMs * 1000) {
    lines.push(
      `The slow log leaves out what the latency monitor sees: CONFIG SET slowlog-log-slower-than ${thresholdMs * 1000}`,
    );
  }
  for (const { name } of events) lines.push(ADVICE[name] ?? '');
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

function describe({ name, samples, highestMs }: LatencyHistory): string {
  const mean = samples.reduce((sum, { ms }) => sum + ms, 0) / samples.length;
  const seconds = samples.at(-1)!.seconds - samples[0]!.seconds;
  const over = samples.length > 1 ? ` within ${seconds} s` : '';
  return `${name}: ${samples.length} slow moments${over}, ${mean.toFixed(0)} ms on average, ${highestMs} ms at worst.`;
}
