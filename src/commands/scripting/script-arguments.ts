/** What EVAL and its kin take: what to run, how many keys, the keys, and further arguments. */
import { bytes, counted, key, repeat } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';

/** `script numkeys [key …] [arg …]`. @param name what the first one is: a script, its SHA-1, or a function */
export function scriptArguments(isReadOnly: boolean, name: 'script' | 'sha1' | 'function' = 'script') {
  return {
    script: bytes({ name }),
    keys: counted(key(isReadOnly ? 'RO access' : 'RW access update'), {
      min: 0,
      range: ERROR.keysNegative,
      tooMany: ERROR.keysTooMany,
      ...(name === 'function' && { invalid: ERROR.badKeyCount }),
    }),
    args: repeat(bytes(), { min: 0 }),
  };
}
