import commandGetkeysandflags from '../../../src/commands/server/command-getkeysandflags.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(commandGetkeysandflags, {
  'says how keys are used': [
    ['COMMAND GETKEYSANDFLAGS set a b', ['1) 1) "a"', '   2) 1) OW', '      2) update']],
    ['COMMAND GETKEYSANDFLAGS set a b get', ['1) 1) "a"', '   2) 1) RW', '      2) access', '      3) update']],
    ['COMMAND GETKEYSANDFLAGS ping', '(error) ERR The command has no key arguments'],
  ],
});
