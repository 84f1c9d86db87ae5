import bitcount from '../../../src/commands/bitmap/bitcount.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bitcount, {});
