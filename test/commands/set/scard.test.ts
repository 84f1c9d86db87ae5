import scard from '../../../src/commands/set/scard.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(scard, {});
