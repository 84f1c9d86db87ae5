import sdiff from '../../../src/commands/set/sdiff.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sdiff, {});
