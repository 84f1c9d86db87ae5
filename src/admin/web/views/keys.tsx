/** The key browser: a search, what it found so far, and one key opened beside it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { messageOf, query, request } from '../api/request.ts';
import type { KeyPage, KeyRow, Stats } from '../api/types.ts';
import { showBytes, type WireBytes } from '../format/bytes.ts';
import { showBytesSize, showCount, showSeconds } from '../format/units.ts';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { Empty, Failure, Loading } from '../parts/state-notes.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { useResource } from '../parts/use-resource.ts';
import { route } from '../state/route.ts';
import { FlushButton } from './flush-button.tsx';
import { goToKey, readKeyAddress } from './key-address.ts';
import { KeyInspector } from './key-inspector.tsx';
import { KeySearch, type Search } from './key-search.tsx';

interface Found {
  readonly rows: readonly KeyRow[];
  readonly cursor: string;
}

const PAGE = 100;
/** A rare pattern answers many empty pages; after so many the viewer decides. */
const MOST_EMPTY_PAGES = 200;

export function KeysView() {
  const opened = readKeyAddress(route.value.parameters);
  const [search, setSearch] = useState<Search>({ db: opened?.db ?? 0, match: '', type: '' });
  const [found, setFound] = useState<Found>({ rows: [], cursor: '' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const stats = useResource<Stats>('stats');
  const asked = useRef(0);
  const load = async (from: Found, wanted: Search) => {
    const own = ++asked.current;
    setBusy(true);
    setError(undefined);
    const page = await nextPage(from, wanted, () => own === asked.current).catch((reason: unknown) => ({ reason }));
    // Another search may have begun meanwhile.
    if (own !== asked.current) return;
    if ('reason' in page) setError(page.reason);
    else setFound(page);
    setBusy(false);
  };
  // A new search begins anew; more of it is asked for by hand
  useEffect(() => {
    void load({ rows: [], cursor: '0' }, search);
  }, [search]);
  const forget = (key: WireBytes) => {
    setFound({ ...found, rows: found.rows.filter((row) => idOf(row.key) !== idOf(key)) });
    stats.reload();
  };
  const total = stats.data?.keyspaces.find(({ db }) => db === search.db)?.keys ?? 0;
  return (
    <>
      <ViewHead title="Keys">
        <FlushButton db={search.db} done={() => setSearch({ ...search })} />
      </ViewHead>
      <KeySearch search={search} start={setSearch} />
      <div class="split">
        <Panel
          title={`Database ${search.db}`}
          about={`${showCount(found.rows.length)} of ${showCount(total)} keys shown`}
        >
          {error !== undefined && <Failure error={messageOf(error)} retry={() => load(found, search)} />}
          {found.rows.length > 0 && (
            <Table
              label="Keys"
              columns={columns(search.db)}
              rows={found.rows}
              keyOf={({ key }) => idOf(key)}
              {...(opened === null ? {} : { selected: idOf(opened.key) })}
            />
          )}
          {found.rows.length === 0 && (busy ? <Loading /> : <NothingFound search={search} />)}
          {found.cursor !== '0' && found.cursor !== '' && (
            <button type="button" disabled={busy} onClick={() => load(found, search)}>
              {busy ? 'Loading…' : 'Load more'}
            </button>
          )}
        </Panel>
        {opened !== null && (
          <KeyInspector key={`${opened.db} ${idOf(opened.key)}`} db={opened.db} name={opened.key} gone={forget} />
        )}
      </div>
    </>
  );
}

function NothingFound({ search }: { search: Search }) {
  if (search.match === '' && search.type === '') {
    return (
      <Empty title="This database is empty">
        Keys are here once a client has written some: <code>redis-cli SET hello world</code> writes one.
      </Empty>
    );
  }
  return <Empty title="No key matches">Try a wider pattern, such as user:*, or another type.</Empty>;
}

function columns(db: number): readonly Column<KeyRow>[] {
  return [
    {
      title: 'Key',
      wide: true,
      cell: ({ key }) => (
        <button type="button" class="plain mono" onClick={() => goToKey(db, key)}>
          {showBytes(key) || '(empty key)'}
        </button>
      ),
    },
    { title: 'Type', cell: ({ type }) => <span class="badge">{type}</span>, by: ({ type }) => type },
    { title: 'Size', cell: ({ bytes }) => showBytesSize(bytes), figure: true, by: ({ bytes }) => bytes },
    {
      title: 'Expires in',
      cell: ({ ttlMs }) => (ttlMs === null ? 'never' : showSeconds(ttlMs / 1000)),
      figure: true,
      by: ({ ttlMs }) => ttlMs ?? Number.POSITIVE_INFINITY,
    },
    { title: 'Encoding', cell: ({ encoding }) => encoding },
  ];
}

/** Asks on until something comes or the keyspace ends. */
async function nextPage(from: Found, { db, match, type }: Search, isWanted: () => boolean): Promise<Found> {
  let { cursor } = from;
  for (let pages = 0; pages < MOST_EMPTY_PAGES && isWanted(); pages++) {
    const page = await request<KeyPage>(`keys?${query({ db, cursor, match, type, count: PAGE })}`);
    cursor = page.cursor;
    if (page.keys.length > 0 || cursor === '0') return { rows: unique([...from.rows, ...page.keys]), cursor };
  }
  return { rows: from.rows, cursor };
}

/** A scan may answer a key twice. */
function unique(rows: readonly KeyRow[]): KeyRow[] {
  return [...new Map(rows.map((row) => [idOf(row.key), row])).values()];
}

/** The text `_w` and the bytes whose Base64 is that are two keys. */
function idOf({ encoding, data }: WireBytes): string {
  return `${encoding} ${data}`;
}
