import { expectKnownFigures } from '../known-figures-suite.ts';

expectKnownFigures('allkeys-s3fifo', 's3fifo', {
  'OLTP 250': 1.3,
  'gli 1000': 2.5,
});
