/** Who is connected, and cutting one off. */
import { useState } from 'preact/hooks';
import { request } from '../api/request.ts';
import type { ClientRow } from '../api/types.ts';
import { grouped, showBytesSize, showSeconds } from '../format/units.ts';
import { announce } from '../parts/announcer.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { Empty, Loaded } from '../parts/state-notes.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { useResource } from '../parts/use-resource.ts';

const EVERY_MS = 3_000;
/** More rows than this would be slow to draw and nobody reads them. */
const MOST_ROWS = 500;

export function ClientsView() {
  const list = useResource<{ readonly clients: readonly ClientRow[] }>('clients', EVERY_MS);
  const [find, setFind] = useState('');
  const [asking, setAsking] = useState<ClientRow | null>(null);
  const kill = async ({ id }: ClientRow) => {
    await request(`clients/${id}`, { method: 'DELETE' });
    announce(`Client ${id} killed`);
    list.reload();
  };
  return (
    <>
      <ViewHead title="Clients" />
      <search class="toolbar">
        <label class="field grow">
          <span>Find by address, name, user, library or command</span>
          <input type="search" value={find} onInput={({ currentTarget }) => setFind(currentTarget.value)} />
        </label>
      </search>
      <Loaded from={list}>
        {({ clients }) => {
          const found = clients.filter((client) => textOf(client).includes(find.toLowerCase()));
          return (
            <Panel title="Connections" about={countText(found.length, clients.length)}>
              {found.length === 0 ? (
                <NobodyFound isAnybodyThere={clients.length > 0} />
              ) : (
                <Table
                  label="Clients"
                  columns={columns(setAsking)}
                  rows={found.slice(0, MOST_ROWS)}
                  keyOf={({ id }) => id}
                />
              )}
            </Panel>
          );
        }}
      </Loaded>
      {asking !== null && (
        <Confirm
          title={`Kill client ${asking.id}?`}
          action="Kill"
          run={() => kill(asking)}
          close={() => setAsking(null)}
        >
          The connection from {asking.address} {asking.name !== '' && `(${asking.name}) `}is closed at once. Most
          clients connect again by themselves.
        </Confirm>
      )}
    </>
  );
}

function columns(ask: (client: ClientRow) => void): readonly Column<ClientRow>[] {
  return [
    { title: 'ID', cell: ({ id }) => id, by: ({ id }) => id },
    {
      title: 'Address',
      cell: ({ address, name }) => (
        <span>
          {address}
          {name !== '' && <span class="sub">{name}</span>}
        </span>
      ),
      by: ({ address }) => address,
    },
    {
      title: 'Library',
      cell: ({ library, libraryVersion }) =>
        library === '' ? <span class="unknown">not told</span> : `${library} ${libraryVersion}`,
      by: ({ library }) => library,
    },
    { title: 'User', cell: ({ user }) => user },
    { title: 'Database', cell: ({ db }) => db, figure: true },
    { title: 'Thread', cell: ({ thread }) => thread, figure: true, by: ({ thread }) => thread },
    { title: 'Last command', cell: ({ lastCommand }) => <code>{lastCommand ?? '–'}</code> },
    { title: 'Age', cell: (row) => showSeconds(row.ageSeconds), figure: true, by: (row) => row.ageSeconds },
    { title: 'Idle', cell: (row) => showSeconds(row.idleSeconds), figure: true, by: (row) => row.idleSeconds },
    { title: 'Memory', cell: (row) => showBytesSize(row.memoryBytes), figure: true, by: (row) => row.memoryBytes },
    {
      title: 'Action',
      action: true,
      cell: (client) => (
        <button type="button" class="danger" aria-label={`Kill client ${client.id}`} onClick={() => ask(client)}>
          Kill…
        </button>
      ),
    },
  ];
}

function textOf({ id, address, name, user, library, lastCommand }: ClientRow): string {
  return `${id} ${address} ${name} ${user} ${library} ${lastCommand ?? ''}`.toLowerCase();
}

function NobodyFound({ isAnybodyThere }: { isAnybodyThere: boolean }) {
  if (isAnybodyThere) return <Empty title="No client matches">Try a part of a name or an address.</Empty>;
  return <Empty title="Nobody is connected">Any client of Redis can connect, redis-cli among them.</Empty>;
}

function countText(found: number, all: number): string {
  const shown = found > MOST_ROWS ? `; the first ${grouped(MOST_ROWS)} are shown` : '';
  return found === all ? `${grouped(all)} connected${shown}` : `${grouped(found)} of ${grouped(all)} connected${shown}`;
}
