/** Arguments of LMPOP and BLMPOP. */
import { counted, integer, key, oneof, option, optional, token } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';

/** A count of keys, and the keys. */
export const popKeys = () =>
  counted(key('RW access delete'), { invalid: ERROR.numkeysPositive, range: ERROR.numkeysPositive });

/** Which end. */
export const popWhere = () => oneof(['LEFT', 'RIGHT']);

const number = () => integer({ min: 1, eager: true, invalid: ERROR.countNotPositive, range: ERROR.countNotPositive });

/** COUNT, which may not be given twice. */
export const popCount = () => optional(oneof({ count: token('COUNT', number()) }, { again: 'never' }));

/** COUNT as it is documented. */
export const documentedCount = () => option('COUNT', integer());
