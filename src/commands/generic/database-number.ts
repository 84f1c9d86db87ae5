/** The number of another database, as MOVE and COPY take it. */
import { integer } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';

/** A signed 32-bit integer, converted at once; whether there is such a database is for `isDatabase` to say. */
export const databaseNumber = () => integer({ min: -(2 ** 31), max: 2 ** 31 - 1, range: ERROR.notInt32, eager: true });

export function isDatabase(call: Call, db: number): boolean {
  return db >= 0 && db < call.store.databases;
}
