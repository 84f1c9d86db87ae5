/** The load process: takes one job at a time from its parent, reports when it starts and how it ended. */
import { CacheAsideLoad } from './cache-aside-load.ts';
import { FanoutLoad } from './fanout-load.ts';
import type { FromWorker, Job, ToWorker } from './jobs.ts';
import { PipelineLoad } from './pipeline-load.ts';

type Load = PipelineLoad | CacheAsideLoad | FanoutLoad;

function makeLoad(job: Job): Load {
  if (job.kind === 'pipeline') return new PipelineLoad(job);
  return job.kind === 'cache-aside' ? new CacheAsideLoad(job) : new FanoutLoad(job);
}

const report = (message: FromWorker): void => {
  process.send?.(message);
};
let current: Load | undefined;

process.on('message', (message: ToWorker) => {
  if (message.type === 'stop') {
    current?.stop();
    return;
  }
  const load = makeLoad(message.job);
  current = load;
  load
    .run(() => report({ type: 'started' }))
    .then((result) => report({ type: 'done', result }))
    .catch((error: Error) => report({ type: 'failed', message: error.message }));
});
process.on('disconnect', () => process.exit(0));
report({ type: 'ready' });
