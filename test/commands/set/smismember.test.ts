import smismember from '../../../src/commands/set/smismember.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(smismember, {});
