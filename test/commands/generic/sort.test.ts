import sort from '../../../src/commands/generic/sort.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sort, {});
