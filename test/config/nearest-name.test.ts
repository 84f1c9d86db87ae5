import { expect, it } from 'vitest';
import { nearestName } from '../../src/config/nearest-name.ts';

it('suggests what is close and nothing else', () => {
  const names = ['port', 'bind', 'maxmemory', 'maxmemory-policy'];
  expect(nearestName('prot', ['port'])).toBeNull();
  expect(nearestName('ports', names)).toBe('port');
  expect(nearestName('maxmemroy', names)).toBe('maxmemory');
  expect(nearestName('max-memory-policy', names)).toBe('maxmemory-policy');
  expect(nearestName('frobnicate', names)).toBeNull();
});
