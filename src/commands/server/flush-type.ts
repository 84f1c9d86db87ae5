/** `[ASYNC | SYNC]` of FLUSHDB and FLUSHALL: whether the reply waits until the memory is free. */
import { oneof, optional, token } from '../../../protocol/command/grammar.ts';
import type { Call } from '../../dispatch/context.ts';

export const flushType = () =>
  optional(
    oneof({ async: token('ASYNC', { since: '4.0.0' }), sync: token('SYNC', { since: '6.2.0' }) }, { again: 'never' }),
  );

/** Without a word the setting decides. */
export function waitsForMemory(call: Call, type: 'ASYNC' | 'SYNC' | undefined): boolean {
  return type === undefined ? !call.settings.current.lazyfreeLazyUserFlush : type === 'SYNC';
}
