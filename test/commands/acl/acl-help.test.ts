import aclHelp from '../../../src/commands/acl/acl-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(aclHelp, {
  'takes no argument': [['ACL HELP x', "(error) ERR wrong number of arguments for 'acl|help' command"]],
  'other subcommands are unknown: there is one user': [
    ['ACL SETUSER x on', "(error) ERR unknown subcommand 'SETUSER'. Try ACL HELP."],
    ['ACL DELUSER x', "(error) ERR unknown subcommand 'DELUSER'. Try ACL HELP."],
    ['ACL LOG', "(error) ERR unknown subcommand 'LOG'. Try ACL HELP."],
  ],
});
