/** The key browser: a search, what it found so far, and one key opened beside it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { messageOf, query, request } from '../api/request.ts';
import type { KeyPage, KeyRow, Stats } from '../api/types.ts';
import type { WireBytes } from '../format/bytes.ts';
import { showBytesSize, showCount, showSeconds } from '../format/units.ts';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { Empty, Failure, Loading } from '../parts/state-notes.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { useResource } from '../parts/use-resource.ts';
import { route } from '../state/route.ts';
import { FlushButton } from './flush-button.tsx';
import { readKeyAddress } from './key-address.ts';
import { KeyInspector } from './key-inspector.tsx';
import { KeyLink } from './key-link.tsx';
import { KeySearch, type Search } from './key-search.tsx';

interface Found {
  readonly rows: readonly KeyRow[];
  /** Keys that are not told: their names are too long. */
  readonly tooLong: number;
  readonly cursor: string;
}

/** `''`: nobody has asked yet. */
const NOTHING: Found = { rows: [], tooLong: 0, cursor: '' };
/** Rows that are looked for at once. */
const PAGE = 100;
/** Keys that a request looks at where few of them match. */
const MOST_LOOKED_AT = 1_000;
/** A rare pattern answers many empty pages; after so many the viewer decides. */
const MOST_PAGES = 200;

export function KeysView() {
  const opened = readKeyAddress(route.value.parameters);
  const [search, setSearch] = useState<Search>({ db: opened?.db ?? 0, match: '', type: '' });
  const [found, setFound] = useState<Found>(NOTHING);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const stats = useResource<Stats>('stats');
  const asked = useRef(0);
  const load = async (from: Found, wanted: Search) => {
    const own = ++asked.current;
    setBusy(true);
    setError(undefined);
    try {
      for await (const part of partsOf(from, wanted)) {
        // Another search may have begun meanwhile.
        if (own !== asked.current) return;
        setFound(part);
      }
    } catch (reason) {
      if (own === asked.current) setError(reason);
    }
    if (own === asked.current) setBusy(false);
  };
  // A new search begins anew; more of it is asked for by hand
  useEffect(() => {
    setFound(NOTHING);
    void load(NOTHING, search);
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
        <Panel title={`Database ${search.db}`} about={aboutFound(found, total)}>
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
          {found.rows.length === 0 &&
            (busy ? <Loading /> : <NothingFound search={search} isEnd={found.cursor === '0'} />)}
          {found.cursor !== '0' && found.cursor !== '' && (
            <button type="button" class="more" disabled={busy} onClick={() => load(found, search)}>
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

function aboutFound({ rows, tooLong }: Found, total: number): string {
  const shown = `${showCount(rows.length)} of ${showCount(total)} keys shown`;
  return tooLong === 0 ? shown : `${shown}; the names of ${showCount(tooLong)} more are too long`;
}

function NothingFound({ search, isEnd }: { search: Search; isEnd: boolean }) {
  if (!isEnd) return <Empty title="No key matches so far">The rest of the keys was not looked at yet.</Empty>;
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
      cell: ({ key }) => <KeyLink db={db} name={key} />,
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

/** All that was found so far, again and again, until there is a page more of it or the keyspace ends. */
async function* partsOf(from: Found, { db, match, type }: Search): AsyncGenerator<Found> {
  let found = from;
  let count = PAGE;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const cursor = found.cursor === '' ? '0' : found.cursor;
    const page = await request<KeyPage>(`keys?${query({ db, cursor, match, type, count })}`);
    const tooLong = found.tooLong + page.tooLong;
    found = { rows: unique([...found.rows, ...page.keys]), tooLong, cursor: page.cursor };
    yield found;
    if (page.cursor === '0' || found.rows.length >= from.rows.length + PAGE) return;
    if (page.keys.length < PAGE / 10) count = MOST_LOOKED_AT;
  }
}

/** A scan may answer a key twice. */
function unique(rows: readonly KeyRow[]): KeyRow[] {
  return [...new Map(rows.map((row) => [idOf(row.key), row])).values()];
}

/** The text `_w` and the bytes whose Base64 is that are two keys. */
function idOf({ encoding, data }: WireBytes): string {
  return `${encoding} ${data}`;
}
