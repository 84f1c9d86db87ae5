/** SSCAN through a set that is a table. */
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { fitsPattern } from '../generic/collection-scan.ts';
import type { ScanOptions } from '../generic/scan-options.ts';
import { replyMember } from './member-replies.ts';

/** Positions behind the last member begin here: hashes have 32 bits. */
const END = 2 ** 32;
/** Buckets visited for each member that was asked for. */
const VISITS_PER_MEMBER = 10;

/** Replies with the next cursor and the members up to there. The way is gone twice, since the cursor comes first. */
export function replyTablePart(call: Call, record: Ref, options: ScanOptions): void {
  const { reply } = call;
  const { members } = call.types;
  const root = call.store.records.rootRef(record);
  let end = options.cursor;
  let met = 0;
  for (let visits = options.count * VISITS_PER_MEMBER; end < END && met < options.count && visits > 0; visits--) {
    met += members.scan(root, end);
    end = members.nextPosition;
  }
  reply.bulkInteger(end < END ? end : 0);
  const header = reply.deferred();
  let found = 0;
  for (let position = options.cursor; position < end && position < END; position = members.nextPosition) {
    const count = members.scan(root, position);
    for (let i = 0; i < count; i++) found += replyIfFits(call, options, members.found[i]! as Ref);
  }
  reply.resolveDeferred(header, 'array', found);
}

/** @returns 1 if the member fits the pattern and was replied, else 0 */
function replyIfFits(call: Call, options: ScanOptions, element: Ref): number {
  const walk = call.types.setWalk;
  walk.showElement(element);
  if (!fitsPattern(call, options, walk.bytes, walk.at, walk.at + walk.length)) return 0;
  replyMember(call);
  return 1;
}
