/**
 * What the dispatcher must know of a row for every command, worked out at start-up: one byte of bits a row, because
 * the rows' own objects have as many shapes as there are commands, which makes each look at them slow.
 */
import { REPEAT } from '../../protocol/command/steps.ts';
import { flagBit } from '../../protocol/command/table.ts';
import { BACK, FRONT, NO_END } from '../store/end-read-ahead.ts';
import type { ParsedRequest, Row } from './request.ts';

/** Constant time, or hardly more: timed in runs instead of one by one. */
export const QUICK = 1;
/** Runs under the locks of all shards. */
export const ALL_LOCKS = 2;
export const NO_KEYS = 4;
/** Refused when there is no memory. */
export const DENY_OOM = 8;

/** Takes the locks of all shards, one after the other, unless they are held. */
export const WALKS = 128;

/** Runs a script: which locks it takes, and on which thread it runs, depends. */
export const RUNS_LUA = 16;

const SCRIPTS: ReadonlySet<string> = new Set(['eval', 'eval_ro', 'evalsha', 'evalsha_ro', 'fcall', 'fcall_ro']);
const FAST_FLAG = flagBit('fast');
const DENY_OOM_FLAG = flagBit('denyoom');
const ALLOW_BUSY_FLAG = flagBit('allow_busy');

function takesLittle(row: Row): boolean {
  const isFast = (row.flagBits & FAST_FLAG) !== 0 || (row.definition.complexity ?? '').startsWith('O(1)');
  return row.command?.isQuick ?? isFast;
}

export function traitsOf(row: Row): number {
  const walks = row.command?.locks === 'each';
  return (
    (takesLittle(row) && !walks ? QUICK : 0) |
    (walks ? WALKS : 0) |
    (row.command?.locks === 'all' ? ALL_LOCKS : 0) |
    (row.hasNoKeys ? NO_KEYS : 0) |
    ((row.flagBits & DENY_OOM_FLAG) !== 0 ? DENY_OOM : 0) |
    (SCRIPTS.has(row.name) ? RUNS_LUA : 0) |
    (WITH_TRANSACTIONS.has(row.name) ? NOT_QUEUED : 0) |
    ((row.flagBits & ALLOW_BUSY_FLAG) !== 0 && !row.hasNoKeys ? BORROWS_LOCKS : 0)
  );
}

/** Most arguments of a command that counts as quick: of constant time *for each* is not quick for thousands. */
const QUICK_ARGUMENTS = 16;

/** Whether a request of a row with these traits takes so little time that its kind is timed in runs. */
export function isQuickRequest(traits: number, request: ParsedRequest): boolean {
  return (traits & QUICK) !== 0 && request.argc <= QUICK_ARGUMENTS && request.sinks.length === 0;
}

/** A command that begins, ends or leaves a transaction, and is never part of one. */
export const NOT_QUEUED = 32;

/** Is answered also while a script keeps the locks of its keys. */
export const BORROWS_LOCKS = 64;

const WITH_TRANSACTIONS: ReadonlySet<string> = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);

/** Place of the key of a command with exactly one key, at a fixed place; 0 for other commands. */
export function singleKeyOf(row: Row): number {
  const isFixed = row.keySpecs.length === 1 && row.firstKey > 0 && row.firstKey === row.lastKey;
  return isFixed && !row.flags.includes('movablekeys') && row.firstKey < 256 ? row.firstKey : 0;
}

/** How grammars call what a collection is asked for: the field of HGET, the members of SADD. */
const ELEMENTS: ReadonlySet<string> = new Set(['field', 'fields', 'member', 'members']);

/** Commands that begin at an end of a list or stream. */
const ENDS: Readonly<Record<string, number>> = {
  lpush: FRONT,
  lpushx: FRONT,
  lpop: FRONT,
  lrange: FRONT,
  rpush: BACK,
  rpushx: BACK,
  rpop: BACK,
  xadd: BACK,
};

/** At which end of its key's list or stream a command begins; NO_END for other commands. */
export function endOf(row: Row): number {
  return singleKeyOf(row) === 0 ? NO_END : (ENDS[row.name] ?? NO_END);
}

/** Place of the first element that a command with one key looks for in its collection; 0 for other commands. */
export function elementOf(row: Row): number {
  if (row.command === null || singleKeyOf(row) === 0) return 0;
  let at = row.firstKey;
  for (const step of row.parser.steps) {
    if (step.kind <= REPEAT && ELEMENTS.has(step.field)) return at;
    const inner = step.kind === REPEAT ? step.steps.findIndex((item) => ELEMENTS.has(item.field)) : -1;
    if (inner >= 0) return at + inner;
    if (!step.optional && !step.inRun) at += step.length;
  }
  return 0;
}
