import bgsave from '../../../src/commands/server/bgsave.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bgsave, {
  'knows its option': [
    ['BGSAVE SCHEDULE', '(error) ERR This instance has persistence disabled'],
    ['BGSAVE foo', '(error) ERR syntax error'],
  ],
});
