/** Memory by class against the limit: jars on a shelf, and the room beside them. */
import { showBytesSize, showShare } from '../format/units.ts';
import { DATA_CLASSES, SERVER_CLASS } from './memory-classes.ts';
import { Panel } from './panel.tsx';

/** Together they are `used`. */
const CLASSES = [...DATA_CLASSES, SERVER_CLASS];

export function MemoryShelf({ memory }: { memory: Readonly<Record<string, number>> }) {
  const used = memory['used'] ?? 0;
  const limit = memory['maxmemory'] ?? 0;
  const whole = Math.max(1, limit, used);
  const about =
    limit > 0
      ? `${showBytesSize(used)} of ${showBytesSize(limit)} in use (${showShare(used / limit)})`
      : `${showBytesSize(used)} in use, and no limit: maxmemory is 0`;
  return (
    <Panel title="What the memory holds" about={about}>
      <div class="shelf" aria-hidden="true">
        {CLASSES.map(({ name, color, of }) => (
          <span key={name} class={`swatch-${color}`} style={{ width: `${(of(memory) / whole) * 100}%` }} />
        ))}
      </div>
      <ul class="legend" aria-label="What the memory holds">
        {CLASSES.map(({ name, color, of }) => (
          <li key={name} class="legend-item">
            <span class={`swatch block swatch-${color}`} aria-hidden="true" /> {name} <b>{showBytesSize(of(memory))}</b>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
