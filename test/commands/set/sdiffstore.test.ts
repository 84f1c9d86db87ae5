import sdiffstore from '../../../src/commands/set/sdiffstore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sdiffstore, {});
