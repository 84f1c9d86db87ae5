import sinterstore from '../../../src/commands/set/sinterstore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sinterstore, {});
