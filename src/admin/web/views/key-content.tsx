/** What a key holds: text or bytes of a string, rows of anything else, a part at a time. */
import { useState } from 'preact/hooks';
import { messageOf, request } from '../api/request.ts';
import type { KeyDetails, KeyValue } from '../api/types.ts';
import { decodeBytes, hexRows, prettyJson, showBytes, type WireBytes } from '../format/bytes.ts';
import { showBytesSize } from '../format/units.ts';
import { type Column, Table } from '../parts/table.tsx';
import { type ContentRow, rowsOf } from './content-rows.ts';

export function KeyContent({ address, first }: { address: string; first: KeyValue }) {
  if (first.type === 'string') return <StringValue value={first.value} />;
  return <Rows address={address} first={first} />;
}

type Reading = 'text' | 'json' | 'hex';

function StringValue({ value }: { value: WireBytes }) {
  const json = value.encoding === 'utf8' ? prettyJson(value.data) : null;
  const [reading, setReading] = useState<Reading>(json === null ? 'text' : 'json');
  const choices: readonly Reading[] = json === null ? ['text', 'hex'] : ['json', 'text', 'hex'];
  const shown = { text: () => showBytes(value), json: () => json ?? '', hex: () => hexRows(decodeBytes(value)) };
  return (
    <div class="stack">
      <fieldset class="segments" aria-label="Show as" style={{ justifySelf: 'start' }}>
        {choices.map((choice) => (
          <button key={choice} type="button" aria-pressed={choice === reading} onClick={() => setReading(choice)}>
            {choice === 'json' ? 'JSON' : choice}
          </button>
        ))}
      </fieldset>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre class={`value ${reading === 'hex' ? 'hex' : ''}`} tabIndex={0}>
        {shown[reading]()}
      </pre>
      {value.truncated === true && <p class="about">The first part of {showBytesSize(value.bytes ?? 0)}.</p>}
    </div>
  );
}

const LABELS: Readonly<Record<string, readonly [string, string]>> = {
  list: ['Index', 'Item'],
  set: ['', 'Member'],
  zset: ['Score', 'Member'],
  hash: ['Field', 'Value'],
  stream: ['ID', 'Entry'],
};

type Collection = Exclude<KeyValue, { readonly type: 'string' }>;

function Rows({ address, first }: { address: string; first: Collection }) {
  const [rows, setRows] = useState(() => rowsOf(first, 0));
  const [cursor, setCursor] = useState(first.cursor);
  const [error, setError] = useState('');
  const more = async () => {
    try {
      const { value } = await request<KeyDetails>(`${address}&limit=100&cursor=${encodeURIComponent(cursor)}`);
      if (value.type === 'string') return;
      setRows([...rows, ...rowsOf(value, rows.length)]);
      setCursor(value.cursor);
    } catch (reason) {
      setError(messageOf(reason));
    }
  };
  const [head, body] = LABELS[first.type] ?? ['', 'Value'];
  const columns: Column<ContentRow>[] = [{ title: body, cell: ({ text }) => <span class="mono">{text}</span> }];
  if (head !== '') columns.unshift({ title: head, cell: (row) => <span class="mono">{row.head}</span> });
  return (
    <div class="stack">
      <Table label={`Content of the ${first.type}`} columns={columns} rows={rows} keyOf={({ id }) => id} />
      <p class="form-error" role="alert">
        {error}
      </p>
      {cursor !== '0' && (
        <button type="button" class="more" onClick={more}>
          Load more
        </button>
      )}
    </div>
  );
}
