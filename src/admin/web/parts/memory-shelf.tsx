/** Memory by class against the limit: jars on a shelf, and the room beside them. */
import type { ColorName } from '../charts/palette.ts';
import { showBytesSize, showShare } from '../format/units.ts';
import { Panel } from './panel.tsx';

/** They do not overlap; together they are `used`. */
const CLASSES: readonly { readonly name: string; readonly field: string; readonly color: ColorName }[] = [
  { name: 'values', field: 'values', color: 'a' },
  { name: 'keys', field: 'keys', color: 'c' },
  { name: 'index', field: 'index', color: 'b' },
  { name: 'client buffers', field: 'clientBuffers', color: 'd' },
  { name: 'server', field: 'startup', color: 'f' },
];

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
        {CLASSES.map(({ field, color }) => (
          <span key={field} class={`swatch-${color}`} style={{ width: `${((memory[field] ?? 0) / whole) * 100}%` }} />
        ))}
      </div>
      <ul class="legend" aria-label="Memory by class">
        {CLASSES.map(({ name, field, color }) => (
          <li key={field} class="legend-item">
            <span class={`swatch block swatch-${color}`} aria-hidden="true" /> {name}{' '}
            <b>{showBytesSize(memory[field] ?? 0)}</b>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
