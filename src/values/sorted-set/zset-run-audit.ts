/** What must hold of every small sorted set. For tests and audits. */
import type { Ref } from '../../memory/types.ts';
import { NO_ENTRY } from '../packed-run.ts';
import { NARROWEST, WIDEST } from './score-width.ts';
import { compareBytes } from './zset-order.ts';
import type { ScoreRuns } from './zset-run.ts';

/** What is wrong with a run: its order, its entries. Empty when all is well. */
export function problemsOfRun(scores: ScoreRuns, run: Ref): string {
  const { runs } = scores;
  const bytes = runs.bytesOf(run);
  const end = runs.end(run);
  const width = scores.width(run);
  if (width !== NARROWEST && width !== 4 && width !== WIDEST) return 'scores have a strange width';
  let before = NO_ENTRY;
  let entries = 0;
  let at = runs.begin(run);
  for (; at < end; at = scores.next(bytes, at)) {
    if (bytes[runs.next(bytes, at)] !== width) return 'scores have different widths';
    if (before !== NO_ENTRY && !isBefore(scores, run, before, at)) return 'members are out of order';
    before = at;
    entries += 2;
  }
  return at !== end || entries !== runs.count(run) ? 'the run counts wrongly' : '';
}

function isBefore(scores: ScoreRuns, run: Ref, a: number, b: number): boolean {
  const first = scores.score(run, a);
  const second = scores.score(run, b);
  if (first !== second) return first < second;
  const { runs } = scores;
  const bytes = runs.bytesOf(run);
  const order = compareBytes(
    bytes,
    runs.data(bytes, a),
    runs.length(bytes, a),
    bytes,
    runs.data(bytes, b),
    runs.length(bytes, b),
  );
  return order < 0;
}
