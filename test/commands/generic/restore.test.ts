import restore from '../../../src/commands/generic/restore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(restore, {});
