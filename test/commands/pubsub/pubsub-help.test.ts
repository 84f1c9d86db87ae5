import pubsubHelp from '../../../src/commands/pubsub/pubsub-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pubsubHelp, {
  'takes no argument': [['PUBSUB HELP x', "(error) ERR wrong number of arguments for 'pubsub|help' command"]],
});
