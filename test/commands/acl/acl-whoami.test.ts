import aclWhoami from '../../../src/commands/acl/acl-whoami.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(aclWhoami, {
  'takes no argument': [['ACL WHOAMI x', "(error) ERR wrong number of arguments for 'acl|whoami' command"]],
});
