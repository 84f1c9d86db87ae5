import { describe, expect, it } from 'vitest';
import * as grammar from '../../../protocol/command/parse-error.ts';
import { SYNTAX_ERROR } from '../../../protocol/command/parse-error.ts';
import * as errors from '../../../protocol/resp/errors.ts';
import { loadVectors } from './vectors.ts';

describe('the table', () => {
  it('begins with the codes of the argument grammar', () => {
    expect(SYNTAX_ERROR).toBe(errors.ERROR.syntax);
    expect([grammar.NO_ERROR, grammar.WRONG_ARITY, grammar.NOT_AN_INTEGER]).toEqual([
      errors.ERROR.none,
      errors.ERROR.wrongArity,
      errors.ERROR.notAnInteger,
    ]);
    expect([grammar.NOT_A_FLOAT, grammar.OUT_OF_RANGE]).toEqual([errors.ERROR.notAFloat, errors.ERROR.outOfRange]);
  });

  it('holds one line for each code, fit for the wire', () => {
    const names = Object.keys(errors.ERROR) as errors.ErrorName[];
    const texts = names.map((name) => errors.errorText(errors.ERROR[name], 'get')).slice(1);
    for (const text of texts) expect(text).toMatch(/^[A-Z]+ [^\r\n]+$/);
    expect(new Set(texts).size).toBe(texts.length);
    for (const name of names) {
      const line = errors.errorLine(errors.ERROR[name]);
      if (line !== null) expect(line.toString('latin1')).toBe(`-${errors.errorText(errors.ERROR[name])}\r\n`);
    }
    expect(errors.errorLine(errors.ERROR.wrongArity)).toBeNull();
    expect(errors.errorText(errors.ERROR.wrongArity, 'get')).toBe("ERR wrong number of arguments for 'get' command");
  });
});

describe('texts with names in them', () => {
  it.each([
    [['foo'], "ERR unknown command 'foo', with args beginning with: "],
    [['foo', 'a', 'b'], "ERR unknown command 'foo', with args beginning with: 'a' 'b' "],
    [['', 'x'], "ERR unknown command '', with args beginning with: 'x' "],
    [['fo\xffo\r\n', 'a\r\nb\0c', "'"], "ERR unknown command 'fo\xffo\r\n', with args beginning with: 'a\r\nb' ''' "],
    [['foo', 'x'.repeat(128)], `ERR unknown command 'foo', with args beginning with: '${'x'.repeat(128)}' `],
    [['foo', 'x'.repeat(200), 'y'], `ERR unknown command 'foo', with args beginning with: '${'x'.repeat(128)}' `],
    [
      ['foo', 'x'.repeat(120), 'y'.repeat(30), 'z'],
      `ERR unknown command 'foo', with args beginning with: '${'x'.repeat(120)}' 'yyyyy' `,
    ],
    [['a'.repeat(200)], `ERR unknown command '${'a'.repeat(128)}', with args beginning with: `],
  ])('unknown command %j', (args, text) => {
    expect(errors.unknownCommand(args[0]!, args.slice(1))).toBe(text);
  });

  it('unknown subcommand', () => {
    expect(errors.unknownSubcommand('x'.repeat(300), 'client')).toBe(
      `ERR unknown subcommand '${'x'.repeat(128)}'. Try CLIENT HELP.`,
    );
  });

  it('matches what redis-server 8.0.2 answered', () => {
    const vectors = loadVectors<{ sent: string[]; reply: string }>('errors.json');
    const known = new Set(Object.values(errors.ERROR).map((code) => errors.errorText(code)));
    const made = [
      errors.errorText(errors.ERROR.wrongArity, 'config|set'),
      errors.unknownSubcommand('foo', 'config'),
      ...['set', 'expire', 'setex'].map((name) => errors.errorText(errors.ERROR.invalidExpire, name)),
      errors.errorText(errors.ERROR.unsupportedOption, 'expire', 'foo'),
      errors.unrecognizedOption('x'),
      errors.helloSyntax('foo'),
      errors.unknownClientType('x'),
      errors.unknownConfig('foo'),
      errors.configSetFailed('databases', "can't set immutable config"),
      errors.subscriberOnly('get'),
      errors.execAborted("wrong number of arguments for 'exec' command"),
      errors.commandNotAllowed('DEBUG', 'enable-debug-command'),
    ];
    for (const text of made) known.add(text);
    const strange = vectors.filter(({ reply }) => !known.has(reply)).map(({ reply }) => reply);
    expect(strange).toEqual([]);
    for (const text of made) expect(vectors.map(({ reply }) => reply)).toContain(text);
  });
});
