import bitpos from '../../../src/commands/bitmap/bitpos.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bitpos, {});
