import sortro from '../../../src/commands/generic/sort-ro.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sortro, {});
