import pfdebug from '../../../src/commands/hyperloglog/pfdebug.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pfdebug, {});
