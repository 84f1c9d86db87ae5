/** Memory over time: what it is used for as a stack, whose height is what was committed, and the process as lines. */
import { LiveChart, type LiveLine } from '../charts/live-chart.tsx';
import { showBytesSize } from '../format/units.ts';
import { DATA_CLASSES, FREE_CLASS, MEMORY_TOTALS, type MemoryClass } from '../parts/memory-classes.ts';
import { Panel } from '../parts/panel.tsx';

function line({ name, color, of }: MemoryClass): LiveLine {
  return { name, color, of: ({ memory }) => of(memory) };
}

const LINES: readonly LiveLine[] = [
  ...[...DATA_CLASSES, FREE_CLASS].map((each) => ({ ...line(each), stack: true })),
  ...MEMORY_TOTALS.map((each) => ({ ...line(each), dash: each.name === 'JS heap' })),
];

export function MemoryPanel() {
  return (
    <Panel title="Memory by class">
      <LiveChart label="Memory by class" showY={showBytesSize} binary lines={LINES} />
    </Panel>
  );
}
