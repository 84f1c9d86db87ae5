/**
 * Numbers of Redis' RDB format, in which DUMP writes values and RESTORE reads them
 * (https://rdb.fnordig.de/file_format.html describes the older ones).
 */

/** Newest version that is read. */
export const NEWEST_VERSION = 12;

export const RDB_STRING = 0;
export const RDB_LIST = 1;
export const RDB_SET = 2;
export const RDB_ZSET_TEXT = 3;
export const RDB_HASH = 4;
export const RDB_ZSET = 5;
export const RDB_HASH_ZIPMAP = 9;
export const RDB_LIST_ZIPLIST = 10;
export const RDB_SET_INTSET = 11;
export const RDB_ZSET_ZIPLIST = 12;
export const RDB_HASH_ZIPLIST = 13;
export const RDB_LIST_QUICKLIST = 14;
export const RDB_STREAM = 15;
export const RDB_HASH_LISTPACK = 16;
export const RDB_ZSET_LISTPACK = 17;
export const RDB_LIST_QUICKLIST_2 = 18;
export const RDB_STREAM_2 = 19;
export const RDB_SET_LISTPACK = 20;
export const RDB_STREAM_3 = 21;
export const RDB_HASH_EXPIRING = 24;
export const RDB_HASH_LISTPACK_EXPIRING = 25;

/** Version that first had what is written: plain types, scores as doubles, streams, consumers' times, expiring fields. */
export const VERSION_PLAIN = 6;
export const VERSION_ZSET = 8;
export const VERSION_STREAM = 10;
export const VERSION_STREAM_3 = 11;
export const VERSION_EXPIRING = 12;

/** Special encodings of strings. */
export const INT8 = 0;
export const INT16 = 1;
export const INT32 = 2;
export const LZF = 3;

/** Bytes behind a value: version and checksum. */
export const FOOTER_BYTES = 10;
