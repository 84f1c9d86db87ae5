/** What one looks at first. */
import type { Sample } from '../api/types.ts';
import { grouped, showBytesSize, showCount, showMicros, showSeconds, showShare } from '../format/units.ts';

export function KeyFigures({ sample }: { sample: Sample }) {
  const { requests, keyspace, memory, latency, clients, evictions } = sample;
  const limit = memory['maxmemory'] ?? 0;
  return (
    <dl class="figures" aria-label="Figures of now">
      <Figure
        name="Requests a second"
        value={showCount(requests.perSecond)}
        more={`${showCount(requests.total)} in all`}
      />
      <Figure
        name="Hit ratio"
        value={showShare(keyspace.hitRatio)}
        more={`${showShare(keyspace.hitRatioTotal)} since the start`}
      />
      <Figure
        name="Latency p99"
        value={latency.p99Us === null ? '–' : showMicros(latency.p99Us)}
        more={latency.p50Us === null ? 'no commands' : `${showMicros(latency.p50Us)} median`}
      />
      <Figure
        name="Memory used"
        value={showBytesSize(memory['used'] ?? 0)}
        more={limit > 0 ? `of ${showBytesSize(limit)}` : 'no limit set'}
      />
      <Figure name="Keys" value={showCount(keyspace.keys)} more={`${showCount(evictions.total)} evicted so far`} />
      <Figure
        name="Clients"
        value={grouped(clients.connected)}
        more={clients.blocked > 0 ? `${grouped(clients.blocked)} blocked` : `up ${showSeconds(sample.uptimeSeconds)}`}
      />
    </dl>
  );
}

function Figure({ name, value, more }: { name: string; value: string; more: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value} <span class="sub">{more}</span>
      </dd>
    </div>
  );
}
