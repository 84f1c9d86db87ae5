import pfmerge from '../../../src/commands/hyperloglog/pfmerge.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pfmerge, {});
