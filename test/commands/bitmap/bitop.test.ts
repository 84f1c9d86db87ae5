import bitop from '../../../src/commands/bitmap/bitop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bitop, {});
