import { expectKnownFigures } from '../known-figures-suite.ts';

expectKnownFigures('allkeys-fifo', 'fifo');
