/** Keys that stand out: asked for most, and largest. */
import { useState } from 'preact/hooks';
import { messageOf, request } from '../api/request.ts';
import type { BigKey, BigKeys, HotKey, HotKeys } from '../api/types.ts';
import { nowMs } from '../clock.ts';
import type { WireBytes } from '../format/bytes.ts';
import { grouped, showBytesSize, showCount, showShare, showTime } from '../format/units.ts';
import { announce } from '../parts/announcer.tsx';
import { Meter } from '../parts/meter.tsx';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { Empty, Loaded } from '../parts/state-notes.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { useResource } from '../parts/use-resource.ts';
import { KeyLink } from './key-link.tsx';

const KEYS_SHOWN = 32;
const HOT_EVERY_MS = 2_000;
const BIG_EVERY_MS = 5_000;

export function HeavyKeysView() {
  return (
    <>
      <ViewHead title="Hot and big keys" />
      <HotPanel />
      <BigPanel />
    </>
  );
}

const HOT_COLUMNS: readonly Column<HotKey>[] = [
  { title: 'Key', cell: ({ db, key }) => <KeyLink db={db} name={key} />, wide: true },
  { title: 'Database', cell: ({ db }) => db, figure: true },
  { title: 'Uses of late', cell: ({ accesses }) => showCount(accesses), figure: true },
  { title: 'Share', cell: ({ share }) => <Meter share={share} text={showShare(share)} /> },
];

function HotPanel() {
  const hot = useResource<HotKeys>(`hotkeys?count=${KEYS_SHOWN}`, HOT_EVERY_MS);
  const every = hot.data?.sampleEvery;
  const about = `Estimated from ${every === undefined ? 'a sample of the' : `one in ${every}`} commands of the last minutes.`;
  return (
    <Panel title="Hot keys" about={about}>
      <Loaded from={hot}>
        {({ keys }) =>
          keys.length === 0 ? (
            <Empty title="No key stands out">Keys appear here once some are used much more than others.</Empty>
          ) : (
            <Table label="Hot keys" columns={HOT_COLUMNS} rows={keys} keyOf={rowKey} />
          )
        }
      </Loaded>
    </Panel>
  );
}

const BIG_COLUMNS: readonly Column<BigKey>[] = [
  { title: 'Key', cell: ({ db, key }) => <KeyLink db={db} name={key} />, wide: true },
  { title: 'Database', cell: ({ db }) => db, figure: true },
  { title: 'Type', cell: ({ type }) => <span class="badge">{type}</span> },
  { title: 'Items', cell: ({ items }) => grouped(items), figure: true, by: ({ items }) => items },
  { title: 'Size', cell: ({ bytes }) => showBytesSize(bytes), figure: true, by: ({ bytes }) => bytes },
];

function BigPanel() {
  const big = useResource<BigKeys>(`bigkeys?count=${KEYS_SHOWN}`, BIG_EVERY_MS);
  const [error, setError] = useState('');
  const refresh = async () => {
    try {
      await request('bigkeys/refresh', { method: 'POST' });
      announce('A new walk has begun');
      big.reload();
    } catch (reason) {
      setError(messageOf(reason));
    }
  };
  return (
    <Panel
      title="Big keys"
      about={big.data === undefined ? 'Found by a walk in the background.' : walkText(big.data)}
      actions={
        <button type="button" onClick={refresh}>
          Walk again
        </button>
      }
    >
      <p class="form-error" role="alert">
        {error}
      </p>
      <Loaded from={big}>
        {({ keys }) =>
          keys.length === 0 ? (
            <Empty title="The last walk met no keys">Walk again to look now; it goes on in the background.</Empty>
          ) : (
            <Table label="Big keys" columns={BIG_COLUMNS} rows={keys} keyOf={rowKey} />
          )
        }
      </Loaded>
    </Panel>
  );
}

function walkText({ walkedKeys, totalKeys, complete, finishedMs }: BigKeys): string {
  if (complete && finishedMs !== null) {
    return `${showCount(walkedKeys)} keys walked, finished at ${showTime(finishedMs, nowMs())}.`;
  }
  return `${showCount(walkedKeys)} of ${showCount(totalKeys)} keys walked so far.`;
}

function rowKey({ db, key }: { readonly db: number; readonly key: WireBytes }): string {
  return `${db} ${key.encoding} ${key.data}`;
}
