/** What the workload is made of: how much of it is in use, and which prefixes it comes from. */
import type { Classes, Prefixes, PrefixRow, WorkingSet } from '../api/analytics-types.ts';
import { showText } from '../format/bytes.ts';
import { showBytesSize, showCount, showSeconds, showShare } from '../format/units.ts';
import { Panel } from '../parts/panel.tsx';
import { Empty } from '../parts/state-notes.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { useResource } from '../parts/use-resource.ts';
import { Analysed } from './analysed.tsx';

const EVERY_MS = 5_000;
/** Share of all that makes a class worth a bar. */
const LEAST_SHARE = 0.005;

export function WorkingSetPanel() {
  const set = useResource<WorkingSet>('analytics/workingset', EVERY_MS);
  return (
    <Panel title="Working set" about="Distinct data used in the last minutes, estimated from a sample.">
      <Analysed from={set}>
        {({ workingSet, uniqueKeysPerMinute, oneHitWonderShare }) => (
          <dl class="facts">
            {workingSet.map(({ minutes, bytes, keys }) => (
              <div key={minutes}>
                <dt>last {showSeconds(minutes * 60)}</dt>
                <dd>
                  {showBytesSize(bytes)} <span class="sub">{showCount(keys)} keys</span>
                </dd>
              </div>
            ))}
            <div>
              <dt>Distinct keys a minute</dt>
              <dd>{showCount(uniqueKeysPerMinute)}</dd>
            </div>
            <div>
              <dt>Asked for once only</dt>
              <dd>{showShare(oneHitWonderShare)}</dd>
            </div>
          </dl>
        )}
      </Analysed>
    </Panel>
  );
}

export function UsesPanel() {
  const set = useResource<WorkingSet>('analytics/workingset', EVERY_MS);
  return (
    <Panel title="Uses and sizes" about="Time from one use of a key to the next, and sizes of what is written.">
      <Analysed from={set}>
        {({ reuseIntervalsMs, sizesBytes }) =>
          reuseIntervalsMs.length + sizesBytes.length === 0 ? (
            <Empty title="No uses seen yet">They appear as keys are written, and read again.</Empty>
          ) : (
            <div class="histograms">
              <Histogram title="Used again within" classes={reuseIntervalsMs} show={(ms) => showSeconds(ms / 1000)} />
              <Histogram title="Size up to" classes={sizesBytes} show={showBytesSize} />
            </div>
          )
        }
      </Analysed>
    </Panel>
  );
}

/** A bar a class; what hardly anything falls into is left out. */
function Histogram({ title, classes, show }: { title: string; classes: Classes; show: (upTo: number) => string }) {
  const shown = classes.filter(([, share]) => share >= LEAST_SHARE);
  if (shown.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <div class="bars">
        {shown.map(([upTo, share]) => (
          <div class="bar-row" key={upTo}>
            <span>{show(upTo)}</span>
            <span class="meter-bar" aria-hidden="true">
              <span style={{ width: `${share * 100}%` }} />
            </span>
            <b>{showShare(share)}</b>
          </div>
        ))}
      </div>
    </section>
  );
}

const COLUMNS: readonly Column<PrefixRow>[] = [
  { title: 'Prefix', cell: ({ prefix }) => <code>{showText(prefix)}</code>, by: ({ prefix }) => prefix },
  {
    title: 'Hit ratio',
    cell: (row) => (row.hits + row.misses === 0 ? '–' : showShare(hitRatio(row))),
    figure: true,
    by: hitRatio,
  },
  { title: 'Hits', cell: ({ hits }) => showCount(hits), figure: true, by: ({ hits }) => hits },
  { title: 'Misses', cell: ({ misses }) => showCount(misses), figure: true, by: ({ misses }) => misses },
  { title: 'Keys', cell: ({ keys }) => showCount(keys), figure: true, by: ({ keys }) => keys },
  { title: 'Size', cell: ({ bytes }) => showBytesSize(bytes), figure: true, by: ({ bytes }) => bytes },
  { title: 'Evicted', cell: ({ evictions }) => showCount(evictions), figure: true, by: ({ evictions }) => evictions },
  { title: 'Age when evicted', cell: (row) => orNone(row.evictionAgeSeconds), figure: true },
  {
    title: 'A miss costs',
    cell: ({ missCostMs }) => orNone(missCostMs === null ? null : missCostMs / 1000),
    figure: true,
  },
  { title: 'Time saved', cell: (row) => showSeconds(row.savedSeconds), figure: true, by: (row) => row.savedSeconds },
];

export function PrefixesPanel() {
  const prefixes = useResource<Prefixes>('analytics/prefixes', EVERY_MS);
  return (
    <Panel title="By prefix" about="What each kind of key costs and saves. A prefix ends with a delimiter.">
      <Analysed from={prefixes}>
        {({ prefixes: rows, savedSeconds, savedMoney }) =>
          rows.length === 0 ? (
            <Empty title="No prefixes seen yet">They appear as keys are read and written.</Empty>
          ) : (
            <>
              <dl class="facts">
                <div>
                  <dt>Recomputation saved</dt>
                  <dd>
                    {showSeconds(savedSeconds)}{' '}
                    {savedMoney > 0 && <span class="sub">worth {showCount(savedMoney)} (cost-per-second)</span>}
                  </dd>
                </div>
              </dl>
              <Table label="Prefixes" columns={COLUMNS} rows={rows} keyOf={({ prefix }) => prefix} />
            </>
          )
        }
      </Analysed>
    </Panel>
  );
}

function hitRatio({ hits, misses }: PrefixRow): number {
  return hits + misses === 0 ? 0 : hits / (hits + misses);
}

function orNone(seconds: number | null): string {
  return seconds === null ? '–' : showSeconds(seconds);
}
