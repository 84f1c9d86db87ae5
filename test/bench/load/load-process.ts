/** The parent's side of a load process. */
import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import type { FromWorker, Job, LoadResult, ToWorker } from './jobs.ts';

/** A job under way. */
export interface RunningLoad {
  /** Resolves when every connection is open and the first request is about to go out. */
  readonly started: Promise<void>;
  /** Resolves with what happened; rejects on an error reply or a lost connection. */
  readonly result: Promise<LoadResult>;
  stop(): void;
}

export class LoadProcess {
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;

  /** `niceness` above 0 lets other processes go first on a crowded machine. */
  constructor(niceness = 0) {
    this.#child = fork(join(import.meta.dirname, 'worker.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    if (niceness > 0) setPriority(this.#child.pid ?? 0, niceness);
    this.#ready = new Promise((done) => {
      this.#child.once('message', () => done());
    });
  }

  /** Starts a job. One at a time. */
  begin(job: Job): RunningLoad {
    let started: () => void = () => {};
    let failedToStart: (error: Error) => void = () => {};
    const startedPromise = new Promise<void>((done, fail) => {
      started = done;
      failedToStart = fail;
    });
    startedPromise.catch(() => {});
    const send = (message: ToWorker): void => {
      this.#child.send(message);
    };
    const result = new Promise<LoadResult>((done, fail) => {
      const finish = (): void => {
        this.#child.off('message', onMessage);
        this.#child.off('exit', onExit);
      };
      const refuse = (error: Error): void => {
        finish();
        failedToStart(error);
        fail(error);
      };
      const onExit = (): void => refuse(new Error('the load process ended'));
      const onMessage = (message: FromWorker): void => {
        if (message.type === 'started') started();
        if (message.type === 'failed') refuse(new Error(message.message));
        if (message.type === 'done') {
          finish();
          done(message.result);
        }
      };
      void this.#ready.then(() => {
        this.#child.on('message', onMessage);
        this.#child.once('exit', onExit);
        send({ type: 'run', job });
      });
    });
    result.catch(() => {});
    return { started: startedPromise, result, stop: () => send({ type: 'stop' }) };
  }

  /** Runs a job to its end. */
  run(job: Job): Promise<LoadResult> {
    return this.begin(job).result;
  }

  close(): void {
    this.#child.kill();
  }
}
