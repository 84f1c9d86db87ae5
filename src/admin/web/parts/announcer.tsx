/** Says things to screen readers: outcomes at once, and the state of the server now and then, not every second. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { showBytesSize, showCount, showShare } from '../format/units.ts';
import { latestSample } from '../state/samples.ts';

const SUMMARY_EVERY_MS = 30_000;
const spoken = signal('');
const summary = signal('');

/** Announces an outcome, such as a saved setting. */
export function announce(text: string): void {
  spoken.value = text;
}

export function Announcer() {
  useEffect(() => {
    const timer = setInterval(() => {
      summary.value = summarise();
    }, SUMMARY_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <p class="unseen" role="status" aria-live="polite">
        {spoken}
      </p>
      <p class="unseen" id="sample-summary" aria-live="polite">
        {summary}
      </p>
    </>
  );
}

function summarise(): string {
  const sample = latestSample.value;
  if (sample === undefined) return '';
  const { requests, keyspace, memory } = sample;
  return `${showCount(requests.perSecond)} requests a second, hit ratio ${showShare(keyspace.hitRatio)}, ${showBytesSize(memory['used'] ?? 0)} used`;
}
