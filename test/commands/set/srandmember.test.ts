import srandmember from '../../../src/commands/set/srandmember.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(srandmember, {});
