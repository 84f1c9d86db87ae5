import objectIdletime from '../../../src/commands/generic/object-idletime.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(objectIdletime, {
  'starts at 0': [
    ['OBJECT IDLETIME k', '(nil)'],
    ['SET k v', 'OK'],
    ['OBJECT IDLETIME k', '(integer) 0'],
  ],
  'refuses another number of arguments': [
    ['OBJECT IDLETIME', "(error) ERR wrong number of arguments for 'object|idletime' command"],
    ['OBJECT IDLETIME a b', "(error) ERR wrong number of arguments for 'object|idletime' command"],
  ],
});
