/** The load processes of a run, started when first needed and kept, because their compiled code is warm then. */
import type { Job, LoadResult } from './jobs.ts';
import { LoadProcess, type RunningLoad } from './load-process.ts';

export class LoadPool {
  readonly #processes = new Map<string, LoadProcess>();

  /** The process called `name`. Its niceness is that of the first call. */
  process(name: string, niceness = 0): LoadProcess {
    let found = this.#processes.get(name);
    if (found === undefined) {
      found = new LoadProcess(niceness);
      this.#processes.set(name, found);
    }
    return found;
  }

  /** Runs a job in the main load process. */
  run(job: Job): Promise<LoadResult> {
    return this.process('main').run(job);
  }

  /** Starts a job in the main load process. */
  begin(job: Job): RunningLoad {
    return this.process('main').begin(job);
  }

  close(): void {
    for (const each of this.#processes.values()) each.close();
    this.#processes.clear();
  }
}
