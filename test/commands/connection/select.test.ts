import select from '../../../src/commands/connection/select.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(select, {
  'takes a database that exists': [
    ['SELECT 15', 'OK'],
    ['SET k in15', 'OK'],
    ['SELECT 0', 'OK'],
    ['GET k', '(nil)'],
  ],
  'refuses others and stays': [
    ['SELECT 3', 'OK'],
    ['SET k v', 'OK'],
    ['SELECT 16', '(error) ERR DB index is out of range'],
    ['SELECT -1', '(error) ERR DB index is out of range'],
    ['SELECT 99999999999', '(error) ERR value is out of range, value must between -2147483648 and 2147483647'],
    ['SELECT 1.5', '(error) ERR value is not an integer or out of range'],
    ['SELECT x', '(error) ERR value is not an integer or out of range'],
    ['GET k', '"v"'],
  ],
});
