import getbit from '../../../src/commands/bitmap/getbit.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(getbit, {});
