/** Arguments that no log may show: passwords, wherever a command takes one. */

/** What stands in their place. */
export const SECRET = '(redacted)';

const SECRET_SETTINGS: ReadonlySet<string> = new Set([
  'requirepass',
  'masterauth',
  'masteruser',
  'tls-key-file-pass',
  'tls-client-key-file-pass',
  'admin-token',
]);

/**
 * Says of each argument of a command whether it must be hidden.
 * @param textOf the beginning of an argument, enough to know a word by
 */
export function mustHide(command: string, argc: number, textOf: (index: number) => string): (index: number) => boolean {
  if (command === 'auth') return (index) => index > 0;
  if (command === 'acl|setuser' || command === 'acl|deluser') return (index) => index > 1;
  if (command === 'config|set') {
    return (index) => index > 2 && index % 2 === 1 && SECRET_SETTINGS.has(textOf(index - 1).toLowerCase());
  }
  if (command === 'hello' || command === 'migrate') {
    let first = argc;
    for (let i = 1; i < argc; i++) {
      if (/^auth2?$/i.test(textOf(i))) {
        first = i + 1;
        break;
      }
    }
    const last = first + (command === 'migrate' && textOf(first - 1).toLowerCase() === 'auth' ? 0 : 1);
    return (index) => index >= first && index <= last;
  }
  return () => false;
}
