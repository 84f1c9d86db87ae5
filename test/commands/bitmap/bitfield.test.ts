import bitfield from '../../../src/commands/bitmap/bitfield.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bitfield, {});
