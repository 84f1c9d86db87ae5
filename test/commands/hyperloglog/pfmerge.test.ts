import pfmerge from '../../../src/commands/hyperloglog/pfmerge.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pfmerge, {
  'adds to what is there': [
    ['PFADD a 1 2', '(integer) 1'],
    ['PFADD b 2 3', '(integer) 1'],
    ['PFMERGE a b', 'OK'],
    ['PFCOUNT a', '(integer) 3'],
    ['PFMERGE new', 'OK'],
    ['PFCOUNT new', '(integer) 0'],
    ['PFMERGE c missing a', 'OK'],
    ['PFCOUNT c', '(integer) 3'],
  ],
  'refuses other values': [
    ['SET s text', 'OK'],
    ['PFMERGE s', '(error) WRONGTYPE Key is not a valid HyperLogLog string value.'],
    ['PFMERGE d s', '(error) WRONGTYPE Key is not a valid HyperLogLog string value.'],
  ],
});
