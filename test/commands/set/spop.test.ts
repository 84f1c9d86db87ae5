import spop from '../../../src/commands/set/spop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(spop, {});
