import { expect, it } from 'vitest';
import digest from '../../../src/commands/string/digest.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  digest,
  {
    'gives 16 digits': [
      ['DIGEST k', '(nil)'],
      ['SET k ""', 'OK'],
      ['DIGEST k', '"2d06800538d394c2"'],
      ['SET k 12345', 'OK'],
      ['DIGEST k', '"f34099ede96b5581"'],
      ['OBJECT ENCODING k', '"int"'],
    ],
    'pads with zeros': [
      ['SET k v8lf0c11xh8ymlqztfd3eeq16kfn4sspw7fqmnuuq3k3t75em5wdizgcdw7uc26nnf961u2jkfzkjytls2kwlj7626sd', 'OK'],
      ['DIGEST k', '"00006c38adf31777"'],
    ],
    'refuses another number of arguments': [
      ['DIGEST', "(error) ERR wrong number of arguments for 'digest' command"],
      ['DIGEST a b', "(error) ERR wrong number of arguments for 'digest' command"],
    ],
  },
  (server) => {
    it('reads large values in pieces', () => {
      const value = Buffer.from(Array.from({ length: 1_048_577 }, (_, i) => (7 * i + 3) & 0xff));
      server().ask(['SET', 'k', value]);
      expect(server().ask('DIGEST k')).toBe('"c2b5ee5eaed7f47e"');
    });
  },
);
