/**
 * The table of metrics: every figure that the server tells of itself, once, with type, unit and help. INFO prints it
 * here; exporters of other formats read the same rows.
 */
import type { MetricRow, MetricSection } from './metric-row.ts';
import { analyticsSection, prefixesSection } from './sections/analytics.ts';
import { clientsSection } from './sections/clients.ts';
import {
  commandstatsSection,
  type DynamicSection,
  errorstatsSection,
  keyspaceSection,
  latencystatsSection,
  threadsSection,
} from './sections/dynamic-sections.ts';
import { clusterSection, cpuSection, modulesSection, replicationSection } from './sections/fixed-sections.ts';
import { keysizesSection } from './sections/key-sizes.ts';
import { larderSection } from './sections/larder.ts';
import { memorySection } from './sections/memory.ts';
import { persistenceSection } from './sections/persistence.ts';
import { serverSection } from './sections/server.ts';
import { statsSection } from './sections/stats.ts';

/** In the order of INFO. */
export const SECTIONS: readonly (MetricSection | DynamicSection)[] = [
  serverSection,
  clientsSection,
  memorySection,
  persistenceSection,
  threadsSection,
  statsSection,
  replicationSection,
  cpuSection,
  modulesSection,
  commandstatsSection,
  errorstatsSection,
  latencystatsSection,
  clusterSection,
  keyspaceSection,
  keysizesSection,
  larderSection,
  analyticsSection,
  prefixesSection,
];

/** The rows that are numbers, for exporters. */
export const METRICS: readonly MetricRow[] = SECTIONS.flatMap((section) =>
  'rows' in section ? section.rows.filter((row) => row.type !== 'text') : [],
);
