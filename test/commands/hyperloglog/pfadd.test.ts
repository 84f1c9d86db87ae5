import pfadd from '../../../src/commands/hyperloglog/pfadd.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pfadd, {
  'says whether the count may have changed': [
    ['PFADD h a b', '(integer) 1'],
    ['PFADD h a', '(integer) 0'],
    ['PFADD h', '(integer) 0'],
    ['PFADD empty', '(integer) 1'],
    ['PFADD empty', '(integer) 0'],
    ['STRLEN empty', '(integer) 18'],
    ['PFCOUNT h', '(integer) 2'],
  ],
  'keeps the expiry': [
    ['PFADD h a', '(integer) 1'],
    ['EXPIRE h 100', '(integer) 1'],
    ['PFADD h b', '(integer) 1'],
    ['TTL h', '(integer) 100'],
  ],
  'refuses other values': [
    ['SET s text', 'OK'],
    ['PFADD s a', '(error) WRONGTYPE Key is not a valid HyperLogLog string value.'],
    ['RPUSH l a', '(integer) 1'],
    ['PFADD l a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
