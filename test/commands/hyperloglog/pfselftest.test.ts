import pfselftest from '../../../src/commands/hyperloglog/pfselftest.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pfselftest, {});
