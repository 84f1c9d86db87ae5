import { expect, it } from 'vitest';
import aclGenpass from '../../../src/commands/acl/acl-genpass.ts';
import { testCommand } from '../../helpers/command-cases.ts';

const BITS =
  'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096';

testCommand(
  aclGenpass,
  {
    'takes a number of bits': [
      ['ACL GENPASS 0', `(error) ${BITS}`],
      ['ACL GENPASS 4097', `(error) ${BITS}`],
      ['ACL GENPASS 1 2', "(error) ERR unknown subcommand or wrong number of arguments for 'GENPASS'. Try ACL HELP."],
    ],
  },
  (server) => {
    it.each([
      ['', 64],
      ['1', 1],
      ['5', 2],
      ['4096', 1024],
    ])('makes a digit of four bits: %s', (bits, digits) => {
      const first = String(server().send(`ACL GENPASS ${bits}`).value);
      expect(first).toMatch(new RegExp(`^[0-9a-f]{${digits}}$`));
      if (digits > 2) expect(String(server().send(`ACL GENPASS ${bits}`).value)).not.toBe(first);
    });
  },
);
