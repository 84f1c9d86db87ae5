import hotkeysStop from '../../../src/commands/server/hotkeys-stop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hotkeysStop, {});
