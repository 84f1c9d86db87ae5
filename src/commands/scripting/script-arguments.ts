/** What EVAL and its kin take: what to run, how many keys, the keys, and further arguments. */
import { bytes, counted, key, repeat } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';

/** `script numkeys [key …] [arg …]` */
export function scriptArguments(isReadOnly: boolean, isFunction = false) {
  return {
    script: bytes(),
    keys: counted(key(isReadOnly ? 'RO access' : 'RW access update'), {
      min: 0,
      range: ERROR.keysNegative,
      tooMany: ERROR.keysTooMany,
      ...(isFunction && { invalid: ERROR.badKeyCount }),
    }),
    args: repeat(bytes(), { min: 0 }),
  };
}
