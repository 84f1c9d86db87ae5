import hotkeysReset from '../../../src/commands/server/hotkeys-reset.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hotkeysReset, {});
