import sunion from '../../../src/commands/set/sunion.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sunion, {});
