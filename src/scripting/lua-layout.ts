/**
 * Where Lua 5.1.5 keeps things in the memory of the WebAssembly build: 32-bit pointers, numbers as doubles. The module
 * exports too few functions to make binary strings, closures or tables by calls alone, and reading memory is much
 * faster than a call for each value.
 *
 *   TValue (16)   value 0 (a double, or a pointer in the first word) │ type 8
 *   TString (16)  … │ hash 8 │ length 12 │ bytes
 *   any object    next 0 │ type 4 │ colour for the collector 5
 *   Table         … │ log2 of the nodes 7 │ metatable 8 │ array 12 │ nodes 16 │ … │ items of the array 28
 *   Node (32)     value 0 │ key 16 │ type of the key 24 │ next node 28
 *   CClosure      … │ is C 6 │ upvalues 7 │ … │ environment 12 │ function 16 │ … │ upvalues 24
 *   LClosure      … │ is C 6 │ upvalues 7 │ … │ environment 12 │ prototype 16
 *   Proto         … │ code 12 │ … │ line of each instruction 20 │ … │ source 32
 *   CallInfo (24) … │ function 4 │ … │ saved instruction 12 │ …
 *   lua_State     … │ top 8 │ base 12 │ … │ what all states share 16 │ call 20 │ instruction 24 │ end of the stack 28 │ … │ first call 40 │ … │ hook mask 56 │ … │ hook base count 60 │ hook count 64 │ hook 68 │ globals 72
 */

export const VALUE_BYTES = 16;
export const VALUE_TYPE = 8;

export const TNIL = 0;
export const TBOOLEAN = 1;
export const TLIGHT = 2;
export const TNUMBER = 3;
export const TSTRING = 4;
export const TTABLE = 5;
export const TFUNCTION = 6;

export const STRING_HASH = 8;
export const STRING_LENGTH = 12;
export const STRING_BYTES = 16;

export const OBJECT_MARKED = 5;
export const MARKED_BLACK = 4;

export const TABLE_LOG_NODES = 7;
export const TABLE_METATABLE = 8;
export const TABLE_ARRAY = 12;
export const TABLE_NODES = 16;
export const TABLE_ARRAY_SIZE = 28;
export const NODE_BYTES = 32;
export const NODE_KEY = 16;
export const NODE_NEXT = 28;

export const CLOSURE_IS_C = 6;
export const CLOSURE_ENVIRONMENT = 12;
export const CLOSURE_FUNCTION = 16;
export const CLOSURE_UPVALUE = 24;
export const CLOSURE_PROTOTYPE = 16;

export const PROTOTYPE_CODE = 12;
export const PROTOTYPE_LINES = 20;
export const PROTOTYPE_SOURCE = 32;
export const INSTRUCTION_BYTES = 4;

export const CALL_BYTES = 24;
export const CALL_FUNCTION = 4;
export const CALL_SAVED_PC = 12;

export const STATE_TOP = 8;
export const STATE_BASE = 12;
export const STATE_GLOBAL = 16;
export const STATE_CALL = 20;
export const STATE_SAVED_PC = 24;
export const STATE_STACK_END = 28;
export const STATE_FIRST_CALL = 40;
export const STATE_HOOK_MASK = 56;
export const STATE_HOOK_BASE_COUNT = 60;
export const STATE_HOOK_COUNT = 64;
export const STATE_HOOK = 68;
export const STATE_GLOBALS = 72;

/** Of what all states share: bytes in use. */
export const GLOBAL_TOTAL_BYTES = 68;

export const HOOK_COUNT = 8;

export const REGISTRY_INDEX = -10_000;
export const GLOBALS_INDEX = -10_002;

export const OK = 0;
export const ERROR_MEMORY = 4;
