/** The arguments that unions, intersections and differences have in common. */
import { counted, integer, key, oneof, option, repeat } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';

/** The sets that are read. */
export const algebraKeys = () => counted(key('RO access'), { range: ERROR.inputKeyNeeded });

/** How scores are weighed and come together, as it is documented: set-sources.ts reads these options. */
export const algebraOptions = () => ({
  weights: option('WEIGHTS', repeat(integer(), { times: 'keys' })),
  aggregate: option('AGGREGATE', oneof(['SUM', 'MIN', 'MAX'])),
});
