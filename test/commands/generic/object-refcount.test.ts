import objectRefcount from '../../../src/commands/generic/object-refcount.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(objectRefcount, {
  'shares small integers': [
    ['OBJECT REFCOUNT k', '(nil)'],
    ['SET k abc', 'OK'],
    ['OBJECT REFCOUNT k', '(integer) 1'],
    ['SET k 9999', 'OK'],
    ['OBJECT REFCOUNT k', '(integer) 2147483647'],
    ['SET k 10000', 'OK'],
    ['OBJECT REFCOUNT k', '(integer) 1'],
    ['SET k -1', 'OK'],
    ['OBJECT REFCOUNT k', '(integer) 1'],
    ['SET k 0', 'OK'],
    ['OBJECT REFCOUNT k', '(integer) 2147483647'],
  ],
  'refuses another number of arguments': [
    ['OBJECT REFCOUNT', "(error) ERR wrong number of arguments for 'object|refcount' command"],
    ['OBJECT REFCOUNT a b', "(error) ERR wrong number of arguments for 'object|refcount' command"],
  ],
});
