import { expectKnownFigures } from '../known-figures-suite.ts';

expectKnownFigures('allkeys-lru', 'redisLru');
