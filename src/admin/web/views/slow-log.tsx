/** Commands that took longer than the threshold. */
import { useState } from 'preact/hooks';
import { request } from '../api/request.ts';
import type { SlowEntry, SlowLog } from '../api/types.ts';
import { nowMs } from '../clock.ts';
import { showBytes } from '../format/bytes.ts';
import { grouped, showMicros, showTime } from '../format/units.ts';
import { announce } from '../parts/announcer.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Meter } from '../parts/meter.tsx';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { Empty, Loaded } from '../parts/state-notes.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { useResource } from '../parts/use-resource.ts';
import { linkTo } from '../state/route.ts';

const EVERY_MS = 5_000;

export function SlowLogView() {
  const log = useResource<SlowLog>('slowlog?count=128', EVERY_MS);
  const [asking, setAsking] = useState(false);
  const clear = async () => {
    await request('slowlog', { method: 'DELETE' });
    announce('Slow log emptied');
    log.reload();
  };
  return (
    <>
      <ViewHead title="Slow log">
        <button type="button" onClick={log.reload}>
          Reload
        </button>
        <button type="button" class="danger" disabled={(log.data?.length ?? 0) === 0} onClick={() => setAsking(true)}>
          Empty the log…
        </button>
      </ViewHead>
      <Loaded from={log}>{(data) => <Entries log={data} />}</Loaded>
      {asking && (
        <Confirm title="Empty the slow log?" action="Empty" run={clear} close={() => setAsking(false)}>
          All entries are forgotten. New slow commands are noted as before.
        </Confirm>
      )}
    </>
  );
}

function Entries({ log }: { log: SlowLog }) {
  const slowest = log.entries.reduce((most, { us }) => Math.max(most, us), 1);
  const about =
    log.slowerThanUs < 0 ? (
      'Nothing is noted: the threshold is negative.'
    ) : (
      <>
        {grouped(log.length)} of at most {grouped(log.maxLength)} entries; noted from {showMicros(log.slowerThanUs)}.{' '}
        <a href={linkTo('settings', { find: 'slowlog' })}>Change the threshold</a>
      </>
    );
  return (
    <Panel title="Slow commands" about={about}>
      {log.entries.length === 0 ? (
        <Empty title="Nothing was slow">Commands that take longer than the threshold appear here.</Empty>
      ) : (
        <Table label="Slow commands" columns={columns(slowest)} rows={log.entries} keyOf={({ id }) => id} />
      )}
    </Panel>
  );
}

function columns(slowest: number): readonly Column<SlowEntry>[] {
  return [
    { title: 'Time', cell: ({ timeMs }) => showTime(timeMs, nowMs()), by: ({ timeMs }) => timeMs },
    { title: 'Took', cell: ({ us }) => <Meter share={us / slowest} text={showMicros(us)} />, by: ({ us }) => us },
    { title: 'Command', wide: true, cell: (entry) => <code>{commandLine(entry)}</code> },
    {
      title: 'Client',
      cell: ({ address, clientName }) => (
        <span>
          {address === '' ? 'HTTP side' : address}
          {clientName !== '' && <span class="sub">{clientName}</span>}
        </span>
      ),
    },
  ];
}

/** Whether `arguments` begins with the command's own name or not, the line does so once. */
function commandLine({ command, arguments: given }: SlowEntry): string {
  const words = given.map(showBytes);
  if (words[0]?.toLowerCase() === command.toLowerCase()) words.shift();
  return [command.toUpperCase(), ...words].join(' ');
}
