import sismember from '../../../src/commands/set/sismember.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sismember, {});
