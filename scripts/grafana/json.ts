/** Dashboards as Grafana reads them. */
import type { Dashboard, Panel } from './model.ts';

const COLUMNS = 24;
const SOURCE = { type: 'prometheus', uid: '$datasource' };

/** The text of a dashboard's file. */
export function dashboardJson(dashboard: Dashboard): string {
  return JSON.stringify({
    uid: `larder-${dashboard.name}`,
    title: dashboard.title,
    description: dashboard.about,
    tags: ['larder'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '10s',
    time: { from: 'now-1h', to: 'now' },
    timezone: 'browser',
    annotations: { list: [restarts()] },
    links: [
      { type: 'dashboards', title: 'Larder', tags: ['larder'], keepTime: true, includeVars: true, asDropdown: false },
    ],
    templating: {
      list: [
        { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', hide: 0 },
        variable('job', 'Job', 'label_values(redis_up, job)'),
        variable('instance', 'Instance', 'label_values(redis_up{job=~"$job"}, instance)'),
      ],
    },
    panels: panelsOf(dashboard),
  });
}

function variable(name: string, label: string, query: string): object {
  return {
    name,
    label,
    type: 'query',
    datasource: SOURCE,
    query: { query, refId: name },
    definition: query,
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.+',
    current: { text: 'All', value: '$__all' },
  };
}

function restarts(): object {
  return {
    name: 'Restarts',
    enable: true,
    datasource: SOURCE,
    expr: 'changes(redis_start_time_seconds{job=~"$job",instance=~"$instance"}[1m]) > 0',
    titleFormat: '{{instance}} restarted',
    iconColor: 'orange',
  };
}

/** Sections one below the other; panels from left to right while they fit. */
function panelsOf({ sections }: Dashboard): object[] {
  const panels: object[] = [];
  let y = 0;
  for (const section of sections) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: section.title,
      collapsed: false,
      panels: [],
      gridPos: { h: 1, w: COLUMNS, x: 0, y },
    });
    y += 1;
    let x = 0;
    let height = 0;
    for (const panel of section.panels) {
      const w = panel.width ?? (panel.kind === 'number' ? 3 : 12);
      const h = panel.kind === 'number' ? 4 : 8;
      if (x + w > COLUMNS) {
        x = 0;
        y += height;
        height = 0;
      }
      panels.push({ id: panels.length + 1, ...panelJson(panel), gridPos: { h, w, x, y } });
      x += w;
      height = Math.max(height, h);
    }
    y += height;
  }
  return panels;
}

function panelJson(panel: Panel): object {
  const kind = panel.kind ?? 'lines';
  return {
    type: { lines: 'timeseries', areas: 'timeseries', number: 'stat', heat: 'heatmap' }[kind],
    title: panel.title,
    description: panel.about,
    datasource: SOURCE,
    targets: panel.queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: SOURCE,
      expr,
      legendFormat: legend,
      editorMode: 'code',
      range: true,
      ...(kind === 'heat' ? { format: 'heatmap' } : {}),
    })),
    fieldConfig: { defaults: fieldDefaults(panel), overrides: [] },
    options: optionsOf(kind),
  };
}

function fieldDefaults({ kind, unit, warn, max }: Panel): object {
  const steps = [
    { color: 'green', value: null },
    ...(warn === undefined
      ? []
      : [
          { color: 'orange', value: warn[0] },
          { color: 'red', value: warn[1] },
        ]),
  ];
  const isChart = kind !== 'number' && kind !== 'heat';
  return {
    unit,
    min: 0,
    ...(max === undefined ? {} : { max }),
    color: { mode: isChart ? 'palette-classic' : 'thresholds' },
    thresholds: { mode: 'absolute', steps },
    ...(isChart ? { custom: chart(kind === 'areas', warn !== undefined) } : {}),
  };
}

function chart(isStacked: boolean, hasThresholds: boolean): object {
  return {
    drawStyle: 'line',
    lineWidth: 1,
    fillOpacity: isStacked ? 40 : 8,
    showPoints: 'never',
    spanNulls: false,
    stacking: { mode: isStacked ? 'normal' : 'none', group: 'A' },
    thresholdsStyle: { mode: hasThresholds ? 'dashed' : 'off' },
  };
}

function optionsOf(kind: NonNullable<Panel['kind']>): object {
  if (kind === 'number') {
    return {
      colorMode: 'value',
      graphMode: 'area',
      textMode: 'auto',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    };
  }
  if (kind === 'heat') {
    return {
      calculate: false,
      yAxis: { unit: 's' },
      color: { mode: 'scheme', scheme: 'Oranges', steps: 64 },
      cellGap: 1,
      tooltip: { mode: 'single' },
    };
  }
  return {
    legend: { displayMode: 'table', placement: 'bottom', calcs: ['mean', 'max', 'lastNotNull'] },
    tooltip: { mode: 'multi', sort: 'desc' },
  };
}
