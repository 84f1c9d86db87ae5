import sortro from '../../../src/commands/generic/sort-ro.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sortro, {
  'does not store': [
    ['RPUSH l 2 1', '(integer) 2'],
    ['SORT_RO l', '1) "1"\n2) "2"'],
    ['SORT_RO l STORE d', '(error) ERR syntax error'],
    ['SORT_RO missing', '(empty array)'],
    ['ZADD z 1 b 2 a', '(integer) 2'],
    ['SORT_RO z BY nosort', '1) "b"\n2) "a"'],
    ['SORT_RO z BY nosort DESC', '1) "a"\n2) "b"'],
    ['SORT_RO z ALPHA', '1) "a"\n2) "b"'],
  ],
});
