import { expect, it } from 'vitest';
import type { Reply } from '../../../protocol/resp/reply-parser.ts';
import aclCat from '../../../src/commands/acl/acl-cat.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  aclCat,
  {
    'an unknown category': [
      ['ACL CAT NoSuch', "(error) ERR Unknown category 'NoSuch'"],
      ['ACL CAT read more', "(error) ERR unknown subcommand or wrong number of arguments for 'CAT'. Try ACL HELP."],
    ],
  },
  (server) => {
    it('lists the categories, and what is in each', () => {
      const names = (reply: Reply): string[] => (reply.value as Reply[]).map(({ value }) => String(value));
      const categories = names(server().send('ACL CAT'));
      expect(categories).toHaveLength(21);
      expect(names(server().send('ACL CAT Pubsub'))).toEqual(
        expect.arrayContaining(['publish', 'subscribe', 'pubsub|channels']),
      );
      for (const category of categories) expect(server().send(`ACL CAT ${category}`).type).toBe('array');
    });
  },
);
