import sadd from '../../../src/commands/set/sadd.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sadd, {});
