import dump from '../../../src/commands/generic/dump.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(dump, {});
