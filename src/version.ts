/** The versions that the server tells its clients. */

/** The Redis whose features and replies are all here: what clients decide by. */
export const REDIS_VERSION = '8.0.2';
