import sintercard from '../../../src/commands/set/sintercard.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sintercard, {});
