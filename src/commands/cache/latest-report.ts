/** The latest report of analytics, for the commands that tell parts of it. */
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { AnalyticsReport } from '../../analytics/report.ts';
import { reportsIn } from '../../analytics/report-memory.ts';
import type { Call } from '../../dispatch/context.ts';

/** @returns undefined when the reply says that there is none: an error while analytics are off, nil before the first */
export function latestReport(call: Call): AnalyticsReport | undefined {
  if (!call.settings.current.analytics) {
    call.fail(ERROR.analyticsOff);
    return undefined;
  }
  const { shared } = call.store.samples;
  const report = shared === undefined ? undefined : reportsIn(shared).latest();
  if (report === undefined) call.reply.null();
  return report;
}
