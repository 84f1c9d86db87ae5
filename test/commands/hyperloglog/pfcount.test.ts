import pfcount from '../../../src/commands/hyperloglog/pfcount.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pfcount, {
  'counts several as one': [
    ['PFADD a 1 2 3', '(integer) 1'],
    ['PFADD b 3 4', '(integer) 1'],
    ['PFCOUNT a', '(integer) 3'],
    ['PFCOUNT a b', '(integer) 4'],
    ['PFCOUNT a missing', '(integer) 3'],
    ['PFCOUNT missing', '(integer) 0'],
  ],
  'refuses other values': [
    ['SET s text', 'OK'],
    ['PFCOUNT s', '(error) WRONGTYPE Key is not a valid HyperLogLog string value.'],
    ['PFADD a 1', '(integer) 1'],
    ['APPEND a x', '(integer) 22'],
    ['PFCOUNT a', '(error) INVALIDOBJ Corrupted HLL object detected'],
    ['PFCOUNT', "(error) ERR wrong number of arguments for 'pfcount' command"],
  ],
});
