/** A server whose background thread has published a report. */
import { Analytics } from '../../../src/analytics/analytics.ts';
import { definePolicyNames } from '../../../src/config/policy-names.ts';
import { RULES } from '../../../src/eviction/adaptive/rules.ts';
import { policyNamesInFolder } from '../../../src/eviction/load-policies.ts';
import { ANALYTICS_BYTES } from '../../../src/store/usage/sample-layout.ts';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';

definePolicyNames(policyNamesInFolder());

export interface Analysed {
  readonly server: InProcess;
  /** Lets a second pass, with all that the background thread does in it. */
  second(): void;
}

/** @param settings of the command line */
export async function startAnalysed(settings: readonly string[] = []): Promise<Analysed> {
  const server = await startInProcess({ settings });
  const shared = new SharedArrayBuffer(ANALYTICS_BYTES);
  const { store, limit } = server;
  store.samples.attach(shared, 0);
  store.costs.attach(shared);
  const analytics = new Analytics(store, limit, shared, store.stats.buffer as SharedArrayBuffer, 1);
  analytics.configure(server.call.settings.current, RULES);
  let nowMs = Date.now();
  const second = (): void => {
    nowMs += 1000;
    while (analytics.step(nowMs) === 0) nowMs++;
  };
  second();
  return { server, second };
}
