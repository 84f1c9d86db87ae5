/** The one user there is: may do everything, with the password of the setting `requirepass` or without any. */
import { createHash } from 'node:crypto';
import { DEFAULT_USER } from '../connection/passwords.ts';

/** Flags of the default user as ACL GETUSER lists them. */
export function flagsOfDefault(requirepass: string): string[] {
  return requirepass === '' ? ['on', 'nopass', 'sanitize-payload'] : ['on', 'sanitize-payload'];
}

/** As hexadecimal digests. */
export function passwordsOfDefault(requirepass: string): string[] {
  return requirepass === '' ? [] : [createHash('sha256').update(requirepass, 'latin1').digest('hex')];
}

/** The user as a line of a file of users. */
export function defaultUserLine(requirepass: string): string {
  const secrets = passwordsOfDefault(requirepass).map((digest) => `#${digest}`);
  return ['user', DEFAULT_USER, ...flagsOfDefault(requirepass), ...secrets, '~*', '&*', '+@all'].join(' ');
}
