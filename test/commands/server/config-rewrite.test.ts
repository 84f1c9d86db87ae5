import configRewrite from '../../../src/commands/server/config-rewrite.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(configRewrite, {
  'needs a file': [['CONFIG REWRITE', '(error) ERR The server is running without a config file']],
  'takes nothing': [['CONFIG REWRITE x', "(error) ERR wrong number of arguments for 'config|rewrite' command"]],
});
