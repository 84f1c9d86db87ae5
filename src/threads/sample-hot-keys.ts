/** Notes the keys of sampled commands on an io thread, so that the most used ones are known. */

import { KeyPositions } from '../../protocol/command/key-positions.ts';
import { HotKeyNotes } from '../analytics/hot-keys.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { wallClockMs } from '../memory/clock.ts';
import type { HotKeySessions } from '../metrics/hot-key-sessions.ts';
import type { ThreadData } from './thread-data.ts';

/** How soon this thread notices that another one began a session. */
const LOOK_MS = 100;
/** Bytes of a request beside its arguments: `$12\r\n…\r\n` for each. */
const FRAME_BYTES = 6;

/** Lets the timer look at the keys of some commands, for HOTKEYS. */
export function sampleHotKeys(data: ThreadData, dispatcher: Dispatcher, sessions: HotKeySessions): void {
  const { timer, call } = dispatcher;
  const { store, reply } = call;
  const notes = new HotKeyNotes(data.server.hotKeys, data.ioThreads, data.index);
  const keys = new KeyPositions();
  const look = (): void => {
    const nowMs = wallClockMs();
    notes.age(nowMs);
    timer.setSampling(notes.sampleEvery(nowMs));
  };
  timer.onSampled = (row, client, request, us, every) => {
    if (row.hasNoKeys || request.argc < 2 || client.counts === 0) return;
    keys.count = 0;
    row.keyPositions(request, keys);
    if (keys.count === 0) return;
    let bytes = reply.byteCount - timer.repliedBefore;
    for (let i = 0; i < request.argc; i++) bytes += request.argLen[i]! + FRAME_BYTES;
    const nowMs = wallClockMs();
    for (let i = 0; i < keys.count; i++) {
      const start = request.argStart[keys.at[i]!]!;
      const length = request.argLen[keys.at[i]!]!;
      if (start < 0) continue;
      const hash = store.hasher.hash(request.buf, start, length);
      notes.note(client.db, hash, request.buf, start, length, every, us / keys.count, bytes / keys.count, nowMs);
    }
  };
  sessions.onChange = look;
  look();
  setInterval(look, LOOK_MS).unref();
}
