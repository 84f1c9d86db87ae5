import sunionstore from '../../../src/commands/set/sunionstore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sunionstore, {});
