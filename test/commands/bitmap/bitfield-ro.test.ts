import bitfieldro from '../../../src/commands/bitmap/bitfield-ro.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bitfieldro, {});
