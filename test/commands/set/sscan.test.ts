import sscan from '../../../src/commands/set/sscan.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sscan, {});
