import { expectKnownFigures } from '../known-figures-suite.ts';

expectKnownFigures('allkeys-tinylfu', 'climber', {
  'OLTP 1000': 1,
  'gli 500': 2,
  'gli 1000': 2,
  'corda + loop ×5 + corda 512': 2.5,
  'mooncake 20000': 1,
});
