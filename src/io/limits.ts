/** Limits of connections that are not settings. */

/** Output that may wait for a slow reader before its next commands wait too. */
export const CONGESTED_BYTES = 64 * 1024 * 1024;
/** Output below which a congested connection is read again. */
export const RELIEVED_BYTES = 8 * 1024 * 1024;
/** Arguments of this many bytes are read from the socket straight into their pages. */
export const DIRECT_READ_BYTES = 128 * 1024;
/** Retry of a command whose locks were busy, ms. */
export const RETRY_MS = 1;
