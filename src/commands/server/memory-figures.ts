/** The figures of MEMORY STATS, with the names and the order of Redis. */
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import type { MemoryReport } from '../../dispatch/ports/server.ts';

/** An integer, or a double that is marked as one. */
export type Figure = readonly [name: string, value: number | { readonly double: number }];

/** What the index takes for one key. */
export const INDEX_BYTES = 8;

const share = (part: number, whole: number): { readonly double: number } => ({
  double: whole === 0 ? 0 : (part / whole) * 100,
});
const ratio = (above: number, below: number): { readonly double: number } => ({ double: above / Math.max(1, below) });

export function figuresBeforeDatabases(report: MemoryReport): Figure[] {
  const { peak, used, startup, clients, scripts, libraries, lua } = report;
  return [
    ['peak.allocated', peak],
    ['total.allocated', used],
    ['startup.allocated', startup],
    ['replication.backlog', 0],
    ['replica.fullsync.buffer', 0],
    ['clients.slaves', 0],
    ['clients.normal', clients],
    ['cluster.links', 0],
    ['aof.buffer', 0],
    ['lua.caches', scripts],
    ['functions.caches', libraries],
    ['script.VMs', lua],
  ];
}

export function figuresAfterDatabases({ peak, used, startup, keys, committed, resident }: MemoryReport): Figure[] {
  const dataset = Math.max(0, used - startup);
  return [
    ['overhead.db.hashtable.lut', keys * INDEX_BYTES],
    ['overhead.db.hashtable.rehashing', 0],
    ['overhead.total', used - dataset],
    ['db.dict.rehashing.count', 0],
    ['keys.count', keys],
    ['keys.bytes-per-key', keys === 0 ? 0 : Math.floor(dataset / keys)],
    ['dataset.bytes', dataset],
    ['dataset.percentage', share(dataset, used)],
    ['peak.percentage', share(used, peak)],
    ['allocator.allocated', used],
    ['allocator.active', committed],
    ['allocator.resident', committed],
    ['allocator.muzzy', 0],
    ['allocator-fragmentation.ratio', ratio(committed, used)],
    ['allocator-fragmentation.bytes', committed - used],
    ['allocator-rss.ratio', { double: 1 }],
    ['allocator-rss.bytes', 0],
    ['rss-overhead.ratio', ratio(resident, committed)],
    ['rss-overhead.bytes', resident - committed],
    ['fragmentation', ratio(resident, used)],
    ['fragmentation.bytes', resident - used],
  ];
}

export function replyFigures(reply: ReplyWriter, figures: readonly Figure[]): void {
  for (const [name, value] of figures) {
    reply.bulkLatin1(name);
    if (typeof value === 'number') reply.integer(value);
    else reply.double(value.double);
  }
}
