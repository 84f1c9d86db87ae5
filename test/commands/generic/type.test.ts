import type from '../../../src/commands/generic/type.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(type, {
  'names types': [
    ['TYPE k', 'none'],
    ['SET k v', 'OK'],
    ['TYPE k', 'string'],
  ],
  'refuses another number of arguments': [
    ['TYPE', "(error) ERR wrong number of arguments for 'type' command"],
    ['TYPE a b', "(error) ERR wrong number of arguments for 'type' command"],
  ],
});
