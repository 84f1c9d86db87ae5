/** What goes when memory is short, and what more memory or another policy would bring. */
import type { Eviction } from '../api/types.ts';
import { LiveChart } from '../charts/live-chart.tsx';
import { grouped, showBytesSize, showCount, showCountTick, showShare } from '../format/units.ts';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { Loaded } from '../parts/state-notes.tsx';
import { useResource } from '../parts/use-resource.ts';
import { linkTo } from '../state/route.ts';
import { CurvePanel, PoliciesPanel } from './what-if-panels.tsx';
import { PrefixesPanel, UsesPanel, WorkingSetPanel } from './workload-panels.tsx';

const EVERY_MS = 3_000;

export function EvictionView() {
  const eviction = useResource<Eviction>('eviction', EVERY_MS);
  return (
    <>
      <ViewHead title="Eviction" />
      <Loaded from={eviction}>{(data) => <InForce eviction={data} />}</Loaded>
      <div class="what-if">
        <CurvePanel />
        <PoliciesPanel />
        <WorkingSetPanel />
      </div>
      <Panel title="Keys removed a second">
        <LiveChart
          label="Evictions and expirations a second"
          showY={showCount}
          showTick={showCountTick}
          lines={[
            { name: 'evicted', color: 'e', of: (sample) => sample.evictions.perSecond },
            { name: 'expired', color: 'c', of: (sample) => sample.expirations.perSecond },
          ]}
        />
      </Panel>
      <UsesPanel />
      <PrefixesPanel />
    </>
  );
}

function InForce({ eviction }: { eviction: Eviction }) {
  const { policy, rule, maxmemory, used, evicted, expired, hitRatioTotal } = eviction;
  const about = (
    <>
      {maxmemory === 0 ? 'No limit is set, so nothing is evicted. ' : ''}
      <a href={linkTo('settings', { find: 'maxmemory' })}>Change policy or limit</a>
    </>
  );
  const facts: [string, string, string][] = [
    ['Policy', policy, rule === policy ? '' : `now follows ${rule}`],
    ['Memory', showBytesSize(used), maxmemory > 0 ? `of ${showBytesSize(maxmemory)}` : 'no limit'],
    ['Hit ratio', showShare(hitRatioTotal), 'since the start'],
    ['Evicted', showCount(evicted.total), `${grouped(evicted.inline)} of them by writers that needed the room`],
    ['Expired', showCount(expired.total), `${grouped(expired.lazy)} of them found by a look-up`],
  ];
  return (
    <Panel title="In force" about={about}>
      <dl class="figures">
        {facts.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value} <span class="sub">{more}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
