import sinter from '../../../src/commands/set/sinter.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sinter, {});
