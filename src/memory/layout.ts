/**
 * The control block: the one SharedArrayBuffer that every thread gets at its start. Offsets are in 32-bit words.
 *
 *      0 ┌────────────────────────────┐
 *        │ global words (one or more  │  slab epoch, used and committed memory, lock words
 *        │ cache lines each)          │
 *   1024 ├────────────────────────────┤
 *        │ shard 0                    │  SHARD_WORDS(databases) words each:
 *        │   lock line   16 words     │    the lock word, alone in its 64 bytes
 *        │   counters    16 words     │    written under the lock
 *        │   remote line 16 words     │    blocks that other shards' threads freed
 *        │   allocator  544 words     │    bitmaps and heads of the free lists
 *        │   roots        8 words × databases
 *        ├────────────────────────────┤
 *        │ shard 1 …                  │
 *        └────────────────────────────┘
 */

export const SHARDS = 64;
export const LINE_WORDS = 16;

export const SLAB_BYTES = 256 * 1024 * 1024;
/** Bytes behind those of a slab: who reads several words at a time need not see where they end. Nothing lies there. */
export const BEHIND_SLAB = 16;
/** Slabs of the heap: ids 0 … 127, addressed by Ref. */
export const HEAP_SLABS = 128;
/** Slabs of the large-object space: ids 128 … 255. */
export const LARGE_SLABS = 128;
export const SLABS = HEAP_SLABS + LARGE_SLABS;

/** A Ref counts units of 8 bytes. */
export const UNIT_BYTES = 8;
export const SLAB_SHIFT = 25;
export const UNIT_MASK = (1 << SLAB_SHIFT) - 1;

/** Smallest extent, and the granule of the page table. */
export const PAGE_BYTES = 64 * 1024;
/** log2 of units in a page. */
export const PAGE_SHIFT = 13;
export const PAGES_PER_SLAB = SLAB_BYTES / PAGE_BYTES;
/** Pages that are ready for the next extents when a command begins (heap/page-toucher.ts): it draws one or two. */
export const FEW_PAGES = 8;
/** Largest extent: 64 pages, 4 MiB. */
export const MAX_EXTENT_ORDER = 6;

// Global words. Words that different threads write often stand in lines of their own.
export const G_SLAB_EPOCH = 0;
export const G_SLAB_LOCK = 1 * LINE_WORDS;
/** Memory that the store occupies, in units of 64 bytes (2^31 of them are 128 GiB). */
export const G_USED = 2 * LINE_WORDS;
/** Highest value of G_USED that anybody saw. */
export const G_USED_PEAK = G_USED + 1;
/** Pages of 64 KiB that extents take. */
export const G_COMMITTED_PAGES = 3 * LINE_WORDS;
/** Slab + 1 in which no further extent is drawn, because it is being emptied; 0 for none. */
export const G_AVOIDED_SLAB = G_COMMITTED_PAGES + 1;
/** One bit a heap slab, in four words: whether an extent was ever drawn in it. */
export const G_TOUCHED_SLABS = G_COMMITTED_PAGES + 2;
/** Large-object space: lock, then units of 4 KiB in use. */
export const G_LARGE_LOCK = 4 * LINE_WORDS;
export const G_LARGE_UNITS = G_LARGE_LOCK + 1;
export const G_LARGE_COUNT = G_LARGE_LOCK + 2;
export const G_LARGE_FREE_DESCRIPTOR = G_LARGE_LOCK + 3;
export const G_LARGE_NEXT_DESCRIPTOR = G_LARGE_LOCK + 4;
/** One word a large slab: units of 4 KiB in use. */
export const G_LARGE_SLAB_UNITS = 5 * LINE_WORDS;
/** One word a heap slab: pages in use, or less than 0 for a slab that does not exist. */
export const G_HEAP_SLAB_PAGES = G_LARGE_SLAB_UNITS + LARGE_SLABS;
/** Connected clients of all threads, and the id that was given last. */
export const G_CLIENTS = G_HEAP_SLAB_PAGES + HEAP_SLABS;
export const G_NEXT_CLIENT = G_CLIENTS + 1;
/** Clients that track keys (CLIENT TRACKING); and those of them that hear of every key with a prefix. */
export const G_TRACKERS: number = G_CLIENTS + 2;
export const G_BROADCASTS: number = G_CLIENTS + 3;
/** Control tables (clients, log, settings) have a lock each; see the module that owns it. */
export const G_TABLE_LOCKS = G_CLIENTS + LINE_WORDS;
/** One word a heap slab: where a search for free pages begins, and which are in vain (extents.ts). Under G_SLAB_LOCK. */
export const G_SLAB_HINTS: number = G_TABLE_LOCKS + 16 * LINE_WORDS;
/** One word a heap slab: pages from its start that were used or touched once, so that the system has given them. */
export const G_TOUCHED_PAGES: number = G_SLAB_HINTS + HEAP_SLABS;
/** Keys that clients track, and pairs of such a key and a client. */
export const G_TRACKED_KEYS: number = G_SLAB_HINTS - LINE_WORDS;
export const G_TRACKED_ITEMS: number = G_TRACKED_KEYS + 1;
/** Keys that clients watch (WATCH). */
export const G_WATCHED_KEYS: number = G_TRACKED_KEYS + 2;
export const GLOBAL_WORDS = 1024;
/** Accesses that aged use counts (store/usage/use-count.ts) have seen in this epoch, and the number of the epoch. */
export const G_ACCESSES: number = GLOBAL_WORDS - 2 * LINE_WORDS;
export const G_USE_EPOCH: number = G_ACCESSES + 1;
/** Ring of the records that were marked as new last: its next entry, and four words each (reference, place, hash). */
export const G_RECENT_NEXT: number = G_ACCESSES + 2;
export const RECENT_ENTRIES = 16;
export const RECENT_WORDS = 4;
export const G_RECENT: number = G_ACCESSES - RECENT_ENTRIES * RECENT_WORDS;
/** What eviction reads often and writes rarely: the rule in force, whether new records are marked as such, … */
export const G_EVICTION_RULE: number = GLOBAL_WORDS - LINE_WORDS;
export const G_MARKS_NEW: number = G_EVICTION_RULE + 1;
/** … words of the use history in use, and how far the halving of its counters has come. */
export const G_HISTORY_WORDS: number = G_EVICTION_RULE + 2;
export const G_HISTORY_SWEEP: number = G_EVICTION_RULE + 3;
/** Keys whose hash is below this, of 2^31, are sampled (store/usage/access-samples.ts); and prefixes whose misses have costs. */
export const G_SAMPLE_BELOW: number = G_EVICTION_RULE + 4;
export const G_COST_PREFIXES: number = G_EVICTION_RULE + 5;
/** Where the hand of SIEVE stands (access clock), and how often it went round (eviction/sieve.ts). */
export const G_HAND_CLOCK: number = G_EVICTION_RULE + 6;
export const G_HAND_ROUND: number = G_EVICTION_RULE + 7;
/** The most bytes that a write had to make room for of late, where that was much (eviction/headroom.ts). */
export const G_ROOM_ASKED: number = G_EVICTION_RULE + 8;

/** Most bytes that the use history may take: enough for eight million records. */
export const HISTORY_BYTES: number = 32 * 1024 * 1024;

// Words of a shard, from its base.
export const S_LOCK = 0;
/** Units of 8 bytes in allocated blocks (headers included). */
export const S_USED_UNITS = LINE_WORDS;
export const S_EXTENT_PAGES = LINE_WORDS + 1;
/** Non-zero while the shard has a timing wheel. */
export const S_WHEEL = LINE_WORDS + 2;
/** Entries queued in the wheel, stale ones included. */
export const S_WHEEL_ENTRIES = LINE_WORDS + 3;
/** Entries of the wheel whose key is known to be gone. */
export const S_WHEEL_STALE = LINE_WORDS + 4;
/** Changes to the data, wrapping. */
export const S_DIRTY = LINE_WORDS + 5;
/** Last tick that the wheel has been swept to (two words: low, high). */
export const S_WHEEL_TICK = LINE_WORDS + 6;
/** Keys with an expiry over all databases, for a look without the lock. */
export const S_EXPIRES = LINE_WORDS + 8;
/** First of the graves: emptied databases whose memory has not been freed yet (store/flush.ts). */
export const S_GRAVES = LINE_WORDS + 9;
/** First page of the extent that was drawn last: it is still being filled. */
export const S_LAST_EXTENT = LINE_WORDS + 10;
/** Table of the clients that wait for keys of the shard (store/observers/waiters.ts), or no block: nobody waits. */
export const S_WAITERS = LINE_WORDS + 11;
/** Shards that those clients' commands may touch, one bit each in two words: what is there and sometimes more. */
export const S_WAIT_SHARDS = LINE_WORDS + 12;
/** Keys of the shard that clients wait for. */
export const S_WAIT_KEYS = LINE_WORDS + 14;
/** Table of the keys of the shard that clients watch (store/observers/watches.ts), or no block. */
export const S_WATCHES = LINE_WORDS + 15;
/** Head of the stack of blocks that were freed under another shard's lock. */
export const S_REMOTE_FREE = 2 * LINE_WORDS;
/** Head of those of them that were taken off the stack and are still to be freed. Under the lock. */
export const S_REMOTE_TAKEN: number = S_REMOTE_FREE + 1;
/** Table of the keys of the shard that clients track (store/observers/tracked-keys.ts), or no block; and tables that flushes left. */
export const S_TRACKED: number = S_REMOTE_FREE + 2;
export const S_TRACKED_BURIED: number = S_REMOTE_FREE + 3;
/** Those of S_WAIT_KEYS in whose queue somebody waits for the key to go, too. */
export const S_WAIT_KEYS_GONE: number = S_REMOTE_FREE + 4;
/** Keys and collections in the graves, to be freed. */
export const S_BURIED: number = S_REMOTE_FREE + 5;
export const S_ALLOCATOR = 3 * LINE_WORDS;

/** Two-level segregated fit: 16 first-level × 32 second-level classes. */
export const FIRST_LEVELS = 16;
export const SECOND_LEVELS = 32;
const ALLOCATOR_WORDS = LINE_WORDS * 2 + FIRST_LEVELS * SECOND_LEVELS;
export const S_ROOTS = S_ALLOCATOR + ALLOCATOR_WORDS;

// Words of a database's root inside a shard: the header of a hash table, then the database's own counter.
export const ROOT_WORDS = 8;
export const ROOT_DIRECTORY = 0;
export const ROOT_DEPTH = 1;
export const ROOT_COUNT = 2;
export const ROOT_SEGMENTS = 3;
export const ROOT_EXPIRES = 4;
/** Keys whose elements expire. */
export const ROOT_ELEMENT_EXPIRES = 5;
/** Records on probation (eviction/admission.ts). */
export const ROOT_NEW = 6;
/** 1 when a key was given an expiry so far ahead that the wheel does not take it, until the database is emptied. */
export const ROOT_FAR = 7;

/** Words that one shard takes for a number of databases, in whole cache lines. */
export function shardWords(databases: number): number {
  const words = S_ROOTS + databases * ROOT_WORDS;
  return Math.ceil(words / LINE_WORDS) * LINE_WORDS;
}

/** Words of the whole control block. */
export function controlWords(databases: number): number {
  return GLOBAL_WORDS + SHARDS * shardWords(databases);
}
