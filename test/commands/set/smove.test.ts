import smove from '../../../src/commands/set/smove.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(smove, {});
