import { expectKnownFigures } from '../known-figures-suite.ts';

expectKnownFigures('allkeys-lfu', 'redisLfu', {
  'gli 500': 10.5,
  'gli 1000': 7,
  'multi3 1500': 3,
  'loop 512': 1.5,
});
