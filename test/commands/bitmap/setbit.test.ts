import setbit from '../../../src/commands/bitmap/setbit.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(setbit, {});
