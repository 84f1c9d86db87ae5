/** How busy each thread is: its load over time, and what it serves now. */
import type { Sample, ThreadSample } from '../api/types.ts';
import { LiveChart } from '../charts/live-chart.tsx';
import type { ColorName } from '../charts/palette.ts';
import { grouped, showCount, showMicros, showShare } from '../format/units.ts';
import { Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';

const COLORS: readonly ColorName[] = ['a', 'b', 'c', 'd', 'e', 'f'];

const COLUMNS: readonly Column<ThreadSample>[] = [
  { title: 'Thread', cell: (thread) => <span class="whole">{thread.name}</span> },
  { title: 'Load', cell: (thread) => showShare(thread.load), figure: true },
  { title: 'Clients', cell: (thread) => (serves(thread) ? grouped(thread.connections) : '–'), figure: true },
  {
    title: 'Commands/s',
    cell: (thread) => (serves(thread) ? showCount(thread.commandsPerSecond) : '–'),
    figure: true,
  },
  { title: 'Delay', cell: (thread) => showMs(thread.delayMaxMs), figure: true },
];

/** The others have no clients, and no commands are counted for them. */
function serves({ name }: ThreadSample): boolean {
  return name.startsWith('io-');
}

export function ThreadsPanel({ sample }: { sample: Sample }) {
  const { locks } = sample;
  const about = `Locks: ${showCount(locks.waitsPerSecond)} waits a second, longest hold ${showMicros(locks.longestHoldUs)}`;
  return (
    <>
      <Panel title="Load by thread">
        <LiveChart
          label="Share of a core that each thread uses"
          showY={showShare}
          lines={sample.threads.map(({ name }, index) => ({
            name,
            color: COLORS[index % COLORS.length] ?? 'a',
            dash: index >= COLORS.length,
            of: (at) => at.threads[index]?.load,
          }))}
        />
      </Panel>
      <Panel title="Event loop delay">
        <LiveChart
          label="Longest delay of the event loops each second"
          showY={(ms) => showMs(ms)}
          lines={[
            { name: 'main thread', color: 'c', of: (at) => at.eventLoop.delayMaxMs },
            { name: 'slowest other thread', color: 'a', of: (at) => slowest(at.threads) },
          ]}
        />
      </Panel>
      <Panel title="Threads" class="rest" about={about}>
        <Table label="Threads" columns={COLUMNS} rows={sample.threads} keyOf={(thread) => thread.name} />
      </Panel>
    </>
  );
}

function slowest(threads: readonly ThreadSample[]): number {
  return threads.reduce((most, { name, delayMaxMs = 0 }) => (name === 'main' ? most : Math.max(most, delayMaxMs)), 0);
}

function showMs(ms: number | undefined): string {
  return ms === undefined ? '–' : showMicros(ms * 1000);
}
