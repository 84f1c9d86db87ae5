import { expect, it } from 'vitest';
import { helpText, versionText } from '../../src/config/help.ts';

it('names version and runtime', () => {
  expect(versionText('1.2.3')).toBe(`Larder 1.2.3 (Node.js ${process.version})`);
});

it('lists what does something', () => {
  expect(helpText()).toContain('--maxmemory ');
  expect(helpText()).not.toContain('--appendfsync');
  expect(helpText()).not.toContain('`');
});

it('tells of the programs beside the server', () => {
  expect(helpText()).toMatch(/^ +larder health /m);
  expect(helpText()).toMatch(/^ +larder sim /m);
});
