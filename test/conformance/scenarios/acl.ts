/** ACL as far as a server with only the default user answers it. */
import { group, sameShape, sameType, sorted } from '../scenario.ts';

export default group(
  'acl',
  {
    'the default user': [
      'ACL WHOAMI',
      'ACL USERS',
      'ACL LIST',
      'ACL GETUSER default',
      'ACL GETUSER nobody',
      sorted('ACL CAT'),
      'ACL CAT nosuch',
      'ACL FOO',
      'ACL',
      'ACL WHOAMI x',
      sameShape('ACL GENPASS'),
      sameShape('ACL GENPASS 128'),
      'ACL GENPASS 0',
      'ACL GENPASS 5000',
      'ACL GENPASS abc',
      sameType('ACL HELP'),
    ],
  },
  ['acl'],
);
