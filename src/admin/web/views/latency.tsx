/** How long commands take, one by one, and what took unusually long. */
import { useState } from 'preact/hooks';
import { messageOf, request } from '../api/request.ts';
import type { CommandLatency, Latency } from '../api/types.ts';
import { nowMs } from '../clock.ts';
import { grouped, showCount, showMicros, showShare, showTime } from '../format/units.ts';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { Empty, Loaded } from '../parts/state-notes.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { useResource } from '../parts/use-resource.ts';
import { linkTo } from '../state/route.ts';
import { durationShares } from './duration-shares.ts';

const EVERY_MS = 5_000;

export function LatencyView() {
  const latency = useResource<Latency>('latency', EVERY_MS);
  return (
    <>
      <ViewHead title="Latency">
        <button type="button" onClick={latency.reload}>
          Reload
        </button>
      </ViewHead>
      <Loaded from={latency}>
        {(data) => (
          <>
            <Commands commands={data.commands} />
            <Events latency={data} reload={latency.reload} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Commands({ commands }: { commands: readonly CommandLatency[] }) {
  const [chosen, setChosen] = useState('');
  const busiest = commands.toSorted((a, b) => b.calls - a.calls);
  const shown = busiest.find(({ name }) => name === chosen) ?? busiest[0];
  return (
    <div class="split">
      <Panel title="By command" about="Since the start, or since CONFIG RESETSTAT.">
        {shown === undefined ? (
          <Empty title="No command has run yet" />
        ) : (
          <Table
            label="Latency by command"
            columns={columns(setChosen)}
            rows={busiest}
            keyOf={({ name }) => name}
            selected={shown.name}
          />
        )}
      </Panel>
      {shown !== undefined && <Distribution command={shown} />}
    </div>
  );
}

function columns(choose: (name: string) => void): readonly Column<CommandLatency>[] {
  return [
    {
      title: 'Command',
      cell: ({ name }) => (
        <button type="button" class="plain mono" onClick={() => choose(name)}>
          {name.toUpperCase()}
        </button>
      ),
      by: ({ name }) => name,
    },
    { title: 'Calls', cell: ({ calls }) => showCount(calls), figure: true, by: ({ calls }) => calls },
    { title: 'Mean', cell: (row) => showMicros(row.usPerCall), figure: true, by: (row) => row.usPerCall },
    { title: 'p50', cell: (row) => showMicros(row.p50Us), figure: true, by: (row) => row.p50Us },
    { title: 'p99', cell: (row) => showMicros(row.p99Us), figure: true, by: (row) => row.p99Us },
    { title: 'p99.9', cell: (row) => showMicros(row.p999Us), figure: true, by: (row) => row.p999Us },
    {
      title: 'Errors',
      cell: ({ failed, rejected }) => grouped(failed + rejected),
      figure: true,
      by: ({ failed, rejected }) => failed + rejected,
    },
  ];
}

function Distribution({ command }: { command: CommandLatency }) {
  const shares = durationShares(command.buckets);
  const most = shares.reduce((high, { share }) => Math.max(high, share), 0);
  return (
    <Panel title={`How long ${command.name.toUpperCase()} takes`} about="Share of the calls by duration.">
      {shares.length === 0 ? (
        <Empty title="Not measured">Latency tracking is off, or this command has not run.</Empty>
      ) : (
        <div class="bars">
          {shares.map(({ upToUs, share }) => (
            <div class="bar-row" key={upToUs}>
              <span>up to {showMicros(upToUs)}</span>
              <span class="meter-bar" aria-hidden="true">
                <span style={{ width: `${(share / most) * 100}%` }} />
              </span>
              <b>{showShare(share)}</b>
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}

function Events({ latency, reload }: { latency: Latency; reload: () => void }) {
  const { thresholdMs, events } = latency;
  const [error, setError] = useState('');
  const forget = () =>
    request('latency', { method: 'DELETE' }).then(reload, (reason: unknown) => setError(messageOf(reason)));
  return (
    <Panel
      title="Latency events"
      about={
        <>
          {thresholdMs > 0
            ? `Anything that took ${grouped(thresholdMs)} ms or more. `
            : 'Not watched: the threshold is 0. '}
          <a href={linkTo('settings', { find: 'latency-monitor-threshold' })}>Change the threshold</a>
        </>
      }
      actions={
        <button type="button" disabled={events.length === 0} onClick={forget}>
          Forget
        </button>
      }
    >
      <p class="form-error" role="alert">
        {error}
      </p>
      {events.length === 0 ? (
        <Empty title={thresholdMs > 0 ? 'Nothing took that long' : 'No events'} />
      ) : (
        <Table
          label="Latency events"
          rows={events}
          keyOf={({ name }) => name}
          columns={[
            { title: 'Event', cell: ({ name }) => <code>{name}</code> },
            { title: 'Times', cell: ({ samples }) => grouped(samples.length), figure: true },
            { title: 'Longest', cell: ({ highestMs }) => `${grouped(highestMs)} ms`, figure: true },
            { title: 'Last', cell: ({ samples }) => lastTime(samples), figure: true },
          ]}
        />
      )}
    </Panel>
  );
}

function lastTime(samples: readonly { readonly timeMs: number }[]): string {
  const last = samples.reduce((latest, { timeMs }) => Math.max(latest, timeMs), 0);
  return last === 0 ? '–' : showTime(last, nowMs());
}
