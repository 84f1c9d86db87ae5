/** Sizes that the wire imposes. Units are bytes unless a name says otherwise. */

/**
 * What a request may not exceed. One object is shared by all parsers of a thread, so that a changed setting holds from
 * the next argument on.
 */
export interface ParserLimits {
  /** `proto-max-bulk-len`: the longest argument. At most `MAX_BULK_LENGTH`. */
  maxBulkLength: number;
  /** The longest inline command or length line. */
  maxInlineLength: number;
  /** Arguments from here on are offered to a sink instead of being buffered. */
  largeThreshold: number;
  /** `client-query-buffer-limit`: what one connection may hold of an unfinished request. At most `MAX_QUERY_BUFFER`. */
  maxQueryBuffer: number;
}

/** The longest argument that a 32-bit offset can describe; larger settings are read as this. */
export const MAX_BULK_LENGTH = 2 ** 31 - 1 - 64 * 1024;
/** The largest request buffer that a 32-bit offset can describe; larger settings are read as this. */
export const MAX_QUERY_BUFFER = 2 ** 31 - 1;
/** The largest argument count that a request may announce. */
export const MAX_ARGUMENTS = 2 ** 31 - 1;

/** Before AUTH: arguments in a command. */
export const RESTRICTED_ARGUMENTS = 10;
/** Before AUTH: bytes in an argument. */
export const RESTRICTED_BULK_LENGTH = 16 * 1024;
/** Before AUTH: bytes held of an unfinished request. */
export const RESTRICTED_QUERY_BUFFER = 1024 * 1024;

/** Redis' defaults, with large arguments from 64 KiB. */
export function defaultLimits(): ParserLimits {
  return {
    maxBulkLength: 512 * 1024 * 1024,
    maxInlineLength: 64 * 1024,
    largeThreshold: 64 * 1024,
    maxQueryBuffer: 1024 * 1024 * 1024,
  };
}
