import smembers from '../../../src/commands/set/smembers.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(smembers, {});
