/** The hit ratio that other sizes and other policies would have had. */
import { useMemo } from 'preact/hooks';
import type { MissRatioCurve, PolicyComparison } from '../api/analytics-types.ts';
import { Chart } from '../charts/chart.tsx';
import { showBytesSize, showCount, showShare } from '../format/units.ts';
import { Panel } from '../parts/panel.tsx';
import { Empty } from '../parts/state-notes.tsx';
import { useResource } from '../parts/use-resource.ts';
import { Analysed } from './analysed.tsx';

const EVERY_MS = 5_000;

export function PoliciesPanel() {
  const comparison = useResource<PolicyComparison>('analytics/policies', EVERY_MS);
  return (
    <Panel title="What other policies would hit" about="Small simulations of each policy on the reads of late.">
      <Analysed from={comparison}>
        {({ policies }) =>
          policies.length === 0 ? (
            <Empty title="Nothing to compare yet">Policies are compared once maxmemory is set and reads came.</Empty>
          ) : policies.every(({ hitRatio }) => hitRatio === 0) ? (
            <Empty title="Not enough reads yet">
              Policies are compared by what they hit, and nothing was hit so far.
            </Empty>
          ) : (
            <div class="bars">
              {policies
                .toSorted((a, b) => b.hitRatio - a.hitRatio)
                .map(({ name, hitRatio, inForce }) => (
                  <div class="bar-row" key={name}>
                    <span>
                      {name} {inForce && <span class="badge good">in force</span>}
                    </span>
                    <span class="meter-bar" aria-hidden="true">
                      <span style={{ width: `${hitRatio * 100}%` }} />
                    </span>
                    <b>{showShare(hitRatio)}</b>
                  </div>
                ))}
            </div>
          )
        }
      </Analysed>
    </Panel>
  );
}

export function CurvePanel() {
  const curve = useResource<MissRatioCurve>('analytics/mrc', EVERY_MS);
  return (
    <Panel title="Hit ratio by memory" about="What the reads of late would hit with more or less memory for data.">
      <Analysed from={curve}>
        {(data) =>
          data.curve.length < 2 ? (
            <Empty title="Not enough reads yet">{`${showCount(data.reads)} sampled reads so far.`}</Empty>
          ) : (
            <Curve data={data} />
          )
        }
      </Analysed>
    </Panel>
  );
}

function Curve({ data }: { data: MissRatioCurve }) {
  const x = useMemo(() => data.curve.map(({ bytes }) => bytes), [data]);
  const lines = useMemo(() => {
    const bound = (sign: number) =>
      data.curve.map(({ hitRatio, error }) => Math.min(1, Math.max(0, hitRatio + sign * error)));
    return [
      { name: 'hit ratio', color: 'a' as const, fill: true, values: data.curve.map(({ hitRatio }) => hitRatio) },
      { name: 'at least', color: 'f' as const, dash: true, values: bound(-1) },
      { name: 'at most', color: 'f' as const, dash: true, values: bound(1) },
    ];
  }, [data]);
  return (
    <>
      <Chart
        label="Hit ratio by memory for data"
        x={x}
        lines={lines}
        showX={showBytesSize}
        showY={showShare}
        atMost={1}
      />
      <dl class="facts">
        {data.multiples.map(({ factor, hitRatio, error, bytes }) => (
          <div key={factor}>
            <dt>
              {factor} × ({showBytesSize(bytes)})
            </dt>
            <dd>
              {showShare(hitRatio)} <span class="sub">± {showShare(error)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
