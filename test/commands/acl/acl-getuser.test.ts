import aclGetuser from '../../../src/commands/acl/acl-getuser.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(aclGetuser, {
  'the default user may do everything': [
    [
      'ACL GETUSER default',
      [
        '1) "flags"',
        '2) 1) "on"',
        '   2) "nopass"',
        '   3) "sanitize-payload"',
        '3) "passwords"',
        '4) (empty array)',
        '5) "commands"',
        '6) "+@all"',
        '7) "keys"',
        '8) "~*"',
        '9) "channels"',
        '10) "&*"',
        '11) "selectors"',
        '12) (empty array)',
      ],
    ],
    ['ACL GETUSER', "(error) ERR wrong number of arguments for 'acl|getuser' command"],
  ],
});
