import sintercard from '../../../src/commands/set/sintercard.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sintercard, {
  'stops at the limit': [
    ['SADD a 1 2 3', '(integer) 3'],
    ['SADD b 1 2 3', '(integer) 3'],
    ['SINTERCARD 2 a b', '(integer) 3'],
    ['SINTERCARD 2 a b LIMIT 2', '(integer) 2'],
    ['SINTERCARD 2 a b LIMIT 0', '(integer) 3'],
    ['SINTERCARD 2 a missing', '(integer) 0'],
  ],
  'refuses counts that are wrong': [
    ['SINTERCARD 0 a', '(error) ERR numkeys should be greater than 0'],
    ['SINTERCARD x a', '(error) ERR numkeys should be greater than 0'],
    ['SINTERCARD 3 a', "(error) ERR Number of keys can't be greater than number of args"],
    ['SINTERCARD 1 a LIMIT -1', "(error) ERR LIMIT can't be negative"],
    ['SINTERCARD 1 a LIMIT x', "(error) ERR LIMIT can't be negative"],
    ['SINTERCARD 1 a FOO 1', '(error) ERR syntax error'],
  ],
});
