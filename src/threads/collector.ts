/**
 * Asks V8 of this thread to collect at moments of our choice. bin/larder starts the runtime so that the function is there;
 * else it comes from a second context, which takes 0.3 MB a thread.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** When the first thread collects after its start, and how much later the next one does, so that one always serves. */
const STARTED_MS = 500;
const NEXT_THREAD_MS = 120;
const AGAIN_MS = 1_000;
/** Commands since the last look above which a thread has better things to do. */
const QUIET_COMMANDS = 100;

type Collect = (how?: { type: string; execution: string; flavor: string }) => void;
let collect: Collect | undefined;

function collector(): Collect {
  if (collect === undefined) {
    collect = globalThis.gc as Collect | undefined;
    if (collect !== undefined) return collect;
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  return collect;
}

/** Collects the whole heap of this thread: some milliseconds. */
export function collectGarbage(): void {
  collector()();
}

/**
 * Collects what loading the modules left, down to the pages of the heap: a third of it, 3 to 5 MB a thread. It takes
 * some 30 ms, so it waits for a quiet second.
 * @param turn place of the thread among all: they take turns
 * @param commands how many commands the thread has run so far
 */
export function collectAfterStart(turn: number, commands: () => number = () => 0): void {
  let before = 0;
  const look = (): void => {
    const now = commands();
    if (now - before <= QUIET_COMMANDS) {
      collector()({ type: 'major', execution: 'sync', flavor: 'last-resort' });
      return;
    }
    before = now;
    setTimeout(look, AGAIN_MS).unref();
  };
  setTimeout(look, STARTED_MS + turn * NEXT_THREAD_MS).unref();
}
