import { expect, it } from 'vitest';
import { defaultUserLine, flagsOfDefault, passwordsOfDefault } from '../../../src/commands/acl/default-user.ts';

it('needs no password, or shows the digest of the one there is', () => {
  expect(flagsOfDefault('')).toContain('nopass');
  expect(flagsOfDefault('secret')).not.toContain('nopass');
  expect(passwordsOfDefault('')).toEqual([]);
  expect(passwordsOfDefault('secret')).toEqual(['2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b']);
  expect(defaultUserLine('')).toBe('user default on nopass sanitize-payload ~* &* +@all');
});
