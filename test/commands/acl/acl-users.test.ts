import aclUsers from '../../../src/commands/acl/acl-users.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(aclUsers, {
  'takes no argument': [['ACL USERS x', "(error) ERR wrong number of arguments for 'acl|users' command"]],
});
