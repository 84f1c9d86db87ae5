/**
 * The errors that reading arguments can end in. A parser answers a code; the text belongs to whoever writes the reply.
 * A row may name any other code of the server's error table where Redis words an error of its own.
 */

/** Index into the server's table of error texts. 0 is "no error". */
export type ErrorCode = number;

export const NO_ERROR: ErrorCode = 0;

/** `ERR syntax error` */
export const SYNTAX_ERROR: ErrorCode = 1;
/** `ERR wrong number of arguments for '<command>' command` */
export const WRONG_ARITY: ErrorCode = 2;
/** `ERR value is not an integer or out of range` */
export const NOT_AN_INTEGER: ErrorCode = 3;
/** `ERR value is not a valid float` */
export const NOT_A_FLOAT: ErrorCode = 4;
/** `ERR value is out of range` */
export const OUT_OF_RANGE: ErrorCode = 5;
