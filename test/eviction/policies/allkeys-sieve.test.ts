import { expectKnownFigures } from '../known-figures-suite.ts';

expectKnownFigures('allkeys-sieve', 'sieve', {
  'web07 300': 1,
});
