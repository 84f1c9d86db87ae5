import srem from '../../../src/commands/set/srem.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(srem, {});
