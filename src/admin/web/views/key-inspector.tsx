/** One key: what it is, what it holds, and its end. */
import { useState } from 'preact/hooks';
import { request } from '../api/request.ts';
import type { KeyDetails } from '../api/types.ts';
import { keyPath, showName, type WireBytes } from '../format/bytes.ts';
import { grouped, showBytesSize, showSeconds } from '../format/units.ts';
import { announce } from '../parts/announcer.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Panel } from '../parts/panel.tsx';
import { Loaded } from '../parts/state-notes.tsx';
import { useResource } from '../parts/use-resource.ts';
import { goTo } from '../state/route.ts';
import { KeyContent } from './key-content.tsx';

/** Characters of a name: more than that nobody reads. */
const MOST_SHOWN = 400;

interface InspectorProps {
  readonly db: number;
  readonly name: WireBytes;
  /** Called once the key is deleted. */
  readonly gone: (key: WireBytes) => void;
}

export function KeyInspector({ db, name, gone }: InspectorProps) {
  const { path, query } = keyPath(db, name);
  const address = `${path}?${query}`;
  const details = useResource<KeyDetails>(`${address}&limit=100`);
  const [asking, setAsking] = useState(false);
  const text = showName(name, MOST_SHOWN);
  const remove = async () => {
    await request(address, { method: 'DELETE' });
    announce(`Key ${text} deleted`);
    goTo('keys', { db: String(db) });
    gone(name);
  };
  const actions = (
    <>
      <button type="button" onClick={details.reload}>
        Reload
      </button>
      <button type="button" class="danger" onClick={() => setAsking(true)}>
        Delete…
      </button>
      <button type="button" onClick={() => goTo('keys', { db: String(db) })}>
        Close
      </button>
    </>
  );
  return (
    <Panel title="Key" class="inspector" actions={actions}>
      <p class="key-title">{text}</p>
      <Loaded from={details}>
        {(key) => (
          <>
            <Facts details={key} />
            <KeyContent address={address} first={key.value} />
          </>
        )}
      </Loaded>
      {asking && (
        <Confirm title="Delete this key?" action="Delete" run={remove} close={() => setAsking(false)}>
          <p class="key-title">{text}</p>
          <p>It is removed from database {db} at once. This cannot be undone.</p>
        </Confirm>
      )}
    </Panel>
  );
}

function Facts({ details }: { details: KeyDetails }) {
  const { type, encoding, bytes, ttlMs, length, idleSeconds, frequency } = details;
  const facts: [string, string][] = [
    ['Type', type],
    ['Encoding', encoding],
    [type === 'string' ? 'Length' : 'Items', type === 'string' ? showBytesSize(length) : grouped(length)],
    ['Memory', showBytesSize(bytes)],
    ['Expires in', ttlMs === null ? 'never' : showSeconds(ttlMs / 1000)],
  ];
  if (idleSeconds !== null) facts.push(['Idle for', showSeconds(idleSeconds)]);
  if (frequency !== null) facts.push(['Frequency', grouped(frequency)]);
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
