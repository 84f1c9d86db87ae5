import pfadd from '../../../src/commands/hyperloglog/pfadd.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pfadd, {});
