import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/config/arguments.ts';

function read(...tokens: string[]): unknown {
  const line = readArguments(tokens);
  if (line.kind !== 'run') return line.kind === 'error' ? line.error : line.kind;
  return [
    ...(line.configPath === null ? [] : [`file ${line.configPath}`]),
    ...(line.stdin ? ['stdin'] : []),
    ...line.list.map(({ name, words }) => [name, ...words].join('|')),
  ];
}

describe('readArguments', () => {
  it.each<[string[], unknown]>([
    [[], []],
    [['/etc/redis.conf'], ['file /etc/redis.conf']],
    [
      ['/etc/redis.conf', '--port', '7000', '--save', ''],
      ['file /etc/redis.conf', 'port|7000', 'save|'],
    ],
    [
      ['--maxmemory=1gb', '--port', '1'],
      ['maxmemory|1gb', 'port|1'],
    ],
    [['--requirepass=a=b'], ['requirepass|a=b']],
    [
      ['--bind', '127.0.0.1', '-::1', '--port', '1'],
      ['bind|127.0.0.1|-::1', 'port|1'],
    ],
    [
      ['--save', '60', '5', '--save', '50', '4'],
      ['save|60|5', 'save|50|4'],
    ],
    [['--list-max-listpack-size', '-2'], ['list-max-listpack-size|-2']],
    [
      ['--save', '--appendonly', 'no'],
      ['save|', 'appendonly|no'],
    ],
    [
      ['--port', '1', '--save'],
      ['port|1', 'save|'],
    ],
    [
      ['--allow-unsupported', '--port', '1'],
      ['allow-unsupported|yes', 'port|1'],
    ],
    [['--requirepass', '--secret'], ['requirepass|--secret']],
    [['-'], ['stdin']],
    [
      ['/a.conf', '--port', '1', '-'],
      ['file /a.conf', 'stdin', 'port|1'],
    ],
    [
      ['-', '--port', '1'],
      ['stdin', 'port|1'],
    ],
    [['--nosuch', '1'], ['nosuch|1']],
    [['--requirepass', 'é'], [`requirepass|${Buffer.from('é').toString('latin1')}`]],
    [['-v'], 'version'],
    [['--version'], 'version'],
    [['--port', '1', '--help'], 'help'],
    [['-h'], 'help'],
    [['--port'], '--port needs a value; see larder --help'],
    [['--port', '--bind', 'a'], '--port needs a value; see larder --help'],
    [['-p', '1'], "'-p' is neither a flag nor a config file in first place; see larder --help"],
  ])('%j', (tokens, expected) => expect(read(...tokens)).toEqual(expected));
});
