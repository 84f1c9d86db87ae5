/** Follows the stream of samples for as long as the session is open, and comes back after a break. */
import { addSample, fillSamples, streamState } from '../state/samples.ts';
import { session } from '../state/session.ts';
import { EventReader } from './event-stream.ts';
import { request, send } from './request.ts';
import type { Sample } from './types.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** Returns at once; the stream ends when `signal` aborts. */
export function followSamples(signal: AbortSignal): void {
  void follow(signal);
}

async function follow(signal: AbortSignal): Promise<void> {
  let waitMs = FIRST_WAIT_MS;
  while (!signal.aborted && session.value === 'open') {
    const came = await readStream(signal).catch(() => 0);
    if (signal.aborted) return;
    streamState.value = 'lost';
    waitMs = came > 0 ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, waitMs * 2);
    await new Promise((done) => setTimeout(done, waitMs));
  }
}

/** Resolves to the number of samples once the server ends the stream. */
async function readStream(signal: AbortSignal): Promise<number> {
  fillSamples((await request<{ readonly samples: readonly Sample[] }>('history', { signal })).samples);
  const { body } = await send('stream', { signal });
  if (body === null) return 0;
  const events = new EventReader();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let came = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return came;
    for (const event of events.push(value)) {
      if (event.name !== 'sample') continue;
      addSample(JSON.parse(event.data) as Sample);
      streamState.value = 'live';
      came++;
    }
  }
}
