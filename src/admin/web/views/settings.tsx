/** Every setting with what it means; those that may change are edited here. */
import { useState } from 'preact/hooks';
import { messageOf, request } from '../api/request.ts';
import type { Setting, Stats } from '../api/types.ts';
import { grouped } from '../format/units.ts';
import { announce } from '../parts/announcer.tsx';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { Empty, Loaded } from '../parts/state-notes.tsx';
import { useResource } from '../parts/use-resource.ts';
import { route } from '../state/route.ts';
import { isDefaultValue, SettingRow } from './setting-row.tsx';

type Shown = 'all' | 'changeable' | 'changed';
const FILTERS: readonly (readonly [Shown, string])[] = [
  ['all', 'All'],
  ['changeable', 'Can change'],
  ['changed', 'Not the default'],
];

export function SettingsView() {
  const list = useResource<{ readonly settings: readonly Setting[] }>('config');
  const [find, setFind] = useState(route.value.parameters.get('find') ?? '');
  const [shown, setShown] = useState<Shown>('all');
  return (
    <>
      <ViewHead title="Settings">
        <RewriteButton />
      </ViewHead>
      <search class="toolbar">
        <label class="field grow">
          <span>Find by name or meaning</span>
          <input
            type="search"
            placeholder="memory"
            value={find}
            onInput={({ currentTarget }) => setFind(currentTarget.value)}
          />
        </label>
        <fieldset class="segments" aria-label="Which settings">
          {FILTERS.map(([name, title]) => (
            <button key={name} type="button" aria-pressed={shown === name} onClick={() => setShown(name)}>
              {title}
            </button>
          ))}
        </fieldset>
      </search>
      <Loaded from={list}>
        {({ settings }) => {
          const found = settings.filter((setting) => matches(setting, find, shown));
          return (
            <Panel title="Settings" about={`${grouped(found.length)} of ${grouped(settings.length)} shown`}>
              {found.length === 0 ? (
                <Empty title="No setting matches">Try a part of its name, or show all of them.</Empty>
              ) : (
                <div class="settings">
                  {found.map((setting) => (
                    <SettingRow key={setting.name} setting={setting} saved={list.reload} />
                  ))}
                </div>
              )}
            </Panel>
          );
        }}
      </Loaded>
    </>
  );
}

function matches(setting: Setting, find: string, shown: Shown): boolean {
  if (shown === 'changeable' && !setting.changeable) return false;
  if (shown === 'changed' && isDefaultValue(setting)) return false;
  return `${setting.name} ${setting.doc}`.toLowerCase().includes(find.trim().toLowerCase());
}

/** Without a config file there is nothing to write to. */
function RewriteButton() {
  const stats = useResource<Stats>('stats');
  const [outcome, setOutcome] = useState('');
  const file = stats.data?.server['configFile'];
  if (typeof file !== 'string' || file === '') return null;
  const write = async () => {
    try {
      await request('config/rewrite', { method: 'POST' });
      announce(`Written to ${file}`);
      setOutcome('Written');
    } catch (reason) {
      setOutcome(messageOf(reason));
    }
  };
  return (
    <>
      <span role="status">{outcome}</span>
      <button type="button" onClick={write}>
        Write to config file
      </button>
    </>
  );
}
