import { expectKnownFigures } from '../known-figures-suite.ts';

expectKnownFigures('allkeys-tinylfu', 'climber', {
  'gli 500': 2,
  'gli 1000': 2,
  'mooncake 20000': 1,
  'sprite 600': 2.5,
  'web07 300': 1,
});
