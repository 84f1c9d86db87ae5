/** The arguments of a range as texts of one byte a character. */
import type { ArgRange } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';

export function textsOf(call: Call, range: ArgRange): string[] {
  const texts: string[] = [];
  for (let i = range.first; i < range.end; i++) texts.push(call.text(i));
  return texts;
}
