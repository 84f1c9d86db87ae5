import { expectKnownFigures } from '../known-figures-suite.ts';

expectKnownFigures('allkeys-tinylfu', 'climber', { 'gli 500': 1.5, 'gli 1000': 2 });
