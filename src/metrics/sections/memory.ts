import { counter, fixed, gauge, human, type MetricSection, ratio, text } from '../metric-row.ts';
import type { Readings } from '../readings.ts';

const percent = (part: number, whole: number): string => `${(whole === 0 ? 0 : (part / whole) * 100).toFixed(2)}%`;
const used = (now: Readings): number => now.usedBytes;
const rss = (now: Readings): number => now.rssBytes;
const lua = (now: Readings): number => now.sum('luaBytes');
const luaLibraries = (now: Readings): number => now.sum('luaLibraryBytes');
const luaScripts = (now: Readings): number => lua(now) - luaLibraries(now);
const scripts = (now: Readings): number => now.scripts.scriptBytes + now.scripts.libraryBytes;
const fragmentation = (now: Readings): number => now.rssBytes / Math.max(1, now.usedBytes);
/** The limit, or the machine's memory without one: what `used_memory` is to be compared with. */
const total = (now: Readings): number => (now.settings.maxmemory > 0 ? now.settings.maxmemory : now.systemBytes);

export const memorySection: MetricSection = {
  name: 'memory',
  title: 'Memory',
  byDefault: true,
  rows: [
    gauge('used_memory', 'Memory that the store uses, its overhead included.', used, 'bytes'),
    human('used_memory_human', used),
    gauge('used_memory_rss', 'Memory of the process that is resident.', rss, 'bytes'),
    human('used_memory_rss_human', rss),
    gauge('used_memory_peak', 'Highest used_memory so far.', (now) => now.peakBytes, 'bytes'),
    human('used_memory_peak_human', (now) => now.peakBytes),
    text('used_memory_peak_perc', (now) => percent(now.usedBytes, now.peakBytes)),
    gauge('used_memory_overhead', 'Memory in use beside the data.', (now) => now.usedBytes - now.datasetBytes, 'bytes'),
    gauge('used_memory_startup', 'used_memory of the empty server.', (now) => now.startupBytes, 'bytes'),
    gauge('used_memory_dataset', 'Memory that the data takes.', (now) => now.datasetBytes, 'bytes'),
    text('used_memory_dataset_perc', (now) => percent(now.datasetBytes, now.usedBytes)),
    gauge('allocator_allocated', 'Memory that is allocated.', used, 'bytes'),
    gauge('allocator_active', 'Memory that the heap has drawn.', (now) => now.committedBytes, 'bytes'),
    gauge('allocator_resident', 'Memory that the heap has drawn.', (now) => now.committedBytes, 'bytes'),
    fixed('allocator_muzzy', 0),
    gauge('total_system_memory', 'Memory of the machine.', (now) => now.systemBytes, 'bytes'),
    human('total_system_memory_human', (now) => now.systemBytes),
    gauge('used_memory_lua', 'As used_memory_vm_eval.', luaScripts, 'bytes'),
    gauge('used_memory_vm_eval', 'Memory in use by Lua, of all threads, but for libraries.', luaScripts, 'bytes'),
    human('used_memory_lua_human', luaScripts),
    gauge(
      'used_memory_scripts_eval',
      'Memory of the scripts that are kept.',
      (now) => now.scripts.scriptBytes,
      'bytes',
    ),
    gauge('number_of_cached_scripts', 'Scripts that are kept.', (now) => now.scripts.scripts),
    gauge('number_of_functions', 'Functions of all libraries.', (now) => now.scripts.functions),
    gauge('number_of_libraries', 'Libraries of functions.', (now) => now.scripts.libraries),
    gauge('used_memory_vm_functions', 'Memory in use by libraries in Lua, of all threads.', luaLibraries, 'bytes'),
    gauge('used_memory_vm_total', 'Memory in use by Lua, of all threads.', lua, 'bytes'),
    human('used_memory_vm_total_human', lua),
    gauge('used_memory_functions', 'Memory of the libraries.', (now) => now.scripts.libraryBytes, 'bytes'),
    gauge('used_memory_scripts', 'Memory of scripts and libraries.', scripts, 'bytes'),
    human('used_memory_scripts_human', scripts),
    gauge('maxmemory', 'The limit; 0 for none.', (now) => now.settings.maxmemory, 'bytes'),
    human('maxmemory_human', (now) => now.settings.maxmemory),
    text('maxmemory_policy', (now) => now.settings.maxmemoryPolicy),
    ratio('allocator_frag_ratio', 'Drawn to allocated.', (now) => now.committedBytes / Math.max(1, now.usedBytes)),
    gauge('allocator_frag_bytes', 'Drawn beyond allocated.', (now) => now.committedBytes - now.usedBytes, 'bytes'),
    fixed('allocator_rss_ratio', '1.00'),
    fixed('allocator_rss_bytes', 0),
    ratio('rss_overhead_ratio', 'Resident to drawn.', (now) => now.rssBytes / Math.max(1, now.committedBytes)),
    gauge('rss_overhead_bytes', 'Resident beyond drawn.', (now) => now.rssBytes - now.committedBytes, 'bytes'),
    ratio('mem_fragmentation_ratio', 'Resident to used.', fragmentation),
    gauge('mem_fragmentation_bytes', 'Resident beyond used.', (now) => now.rssBytes - now.usedBytes, 'bytes'),
    fixed('mem_not_counted_for_evict', 0),
    fixed('mem_replication_backlog', 0),
    fixed('mem_total_replication_buffers', 0),
    fixed('mem_replica_full_sync_buffer', 0),
    fixed('mem_clients_slaves', 0),
    gauge(
      'mem_clients_normal',
      'Buffers of clients.',
      (now) => now.sum('clientInputBytes') + now.sum('clientOutputBytes'),
      'bytes',
    ),
    fixed('mem_cluster_links', 0),
    fixed('mem_aof_buffer', 0),
    fixed('mem_allocator', 'larder'),
    fixed('mem_overhead_db_hashtable_rehashing', 0),
    fixed('active_defrag_running', 0),
    gauge('lazyfree_pending_objects', 'Keys and collections that are still to be freed.', (now) => now.buried),
    counter('lazyfreed_objects', 'Those that were freed after the command that deleted them.', (now) =>
      now.sum('freedLater'),
    ),
    gauge('total_memory', 'The limit, or without one the memory of the machine.', total, 'bytes'),
  ],
};
