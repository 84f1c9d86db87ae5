import pfcount from '../../../src/commands/hyperloglog/pfcount.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pfcount, {});
