import aclList from '../../../src/commands/acl/acl-list.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(aclList, {
  'takes no argument': [['ACL LIST x', "(error) ERR wrong number of arguments for 'acl|list' command"]],
});
