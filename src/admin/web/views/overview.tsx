/** The server at a glance: figures of now, the memory shelf, and the last minutes as charts. */
import { LiveChart, WINDOWS, windowMinutes } from '../charts/live-chart.tsx';
import { showBytesSize, showCount, showCountTick, showMicros, showShare } from '../format/units.ts';
import { MemoryShelf } from '../parts/memory-shelf.tsx';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { Loading } from '../parts/state-notes.tsx';
import { latestSample, paused, togglePause } from '../state/samples.ts';
import { KeyFigures } from './key-figures.tsx';
import { MemoryPanel } from './memory-panel.tsx';
import { ThreadsPanel } from './threads-panel.tsx';

export function OverviewView() {
  const sample = latestSample.value;
  return (
    <>
      <ViewHead title="Overview">
        <fieldset class="segments" aria-label="Time shown">
          {WINDOWS.map((minutes) => (
            <button
              key={minutes}
              type="button"
              aria-pressed={windowMinutes.value === minutes}
              onClick={() => {
                windowMinutes.value = minutes;
              }}
            >
              {minutes} min
            </button>
          ))}
        </fieldset>
        <button type="button" aria-pressed={paused} onClick={togglePause}>
          {paused.value ? 'Resume' : 'Pause'}
        </button>
      </ViewHead>
      {sample === undefined ? (
        <Loading />
      ) : (
        <>
          <KeyFigures sample={sample} />
          <MemoryShelf memory={sample.memory} />
          <div class="charts thirds">
            <Charts />
            <ThreadsPanel sample={sample} />
          </div>
        </>
      )}
    </>
  );
}

function Charts() {
  return (
    <>
      <Panel title="Requests a second">
        <LiveChart
          label="Requests a second"
          showY={showCount}
          showTick={showCountTick}
          lines={[{ name: 'requests', color: 'a', fill: true, of: (sample) => sample.requests.perSecond }]}
        />
      </Panel>
      <Panel title="Hit ratio">
        <LiveChart
          label="Share of look-ups that found a key"
          showY={showShare}
          atMost={1}
          lines={[
            { name: 'each second', color: 'a', fill: true, of: (sample) => sample.keyspace.hitRatio },
            { name: 'since the start', color: 'f', dash: true, of: (sample) => sample.keyspace.hitRatioTotal },
          ]}
        />
      </Panel>
      <Panel title="Command latency">
        <LiveChart
          label="Percentiles of the time that commands take"
          showY={showMicros}
          byTens
          lines={[
            { name: 'p50', color: 'a', of: (sample) => sample.latency.p50Us },
            { name: 'p99', color: 'b', of: (sample) => sample.latency.p99Us },
            { name: 'p99.9', color: 'e', of: (sample) => sample.latency.p999Us },
          ]}
        />
      </Panel>
      <MemoryPanel />
      <Panel title="Keys removed a second">
        <LiveChart
          label="Evictions and expirations a second"
          showY={showCount}
          showTick={showCountTick}
          lines={[
            { name: 'evicted', color: 'e', of: (sample) => sample.evictions.perSecond },
            { name: 'expired', color: 'c', of: (sample) => sample.expirations.perSecond },
          ]}
        />
      </Panel>
      <Panel title="Network">
        <LiveChart
          label="Bytes a second in and out"
          showY={(bytes) => `${showBytesSize(bytes)}/s`}
          binary
          atLeast={1024}
          lines={[
            { name: 'in', color: 'c', of: (sample) => sample.network.inputBytesPerSecond },
            { name: 'out', color: 'd', of: (sample) => sample.network.outputBytesPerSecond },
          ]}
        />
      </Panel>
    </>
  );
}
