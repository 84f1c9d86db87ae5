/** The frame around the views: who may enter, where they can go, and whether samples come. */
import { useEffect } from 'preact/hooks';
import { followSamples } from './api/follow-samples.ts';
import { openSession } from './api/open-session.ts';
import { Announcer } from './parts/announcer.tsx';
import { ErrorBoundary } from './parts/error-boundary.tsx';
import { Side } from './parts/side.tsx';
import { route } from './state/route.ts';
import { forgetSamples, streamState } from './state/samples.ts';
import { session, sessionMessage } from './state/session.ts';
import { ClientsView } from './views/clients.tsx';
import { EvictionView } from './views/eviction.tsx';
import { HeavyKeysView } from './views/heavy-keys.tsx';
import { KeysView } from './views/keys.tsx';
import { LatencyView } from './views/latency.tsx';
import { Gate, LoginView } from './views/login.tsx';
import { OverviewView } from './views/overview.tsx';
import { SettingsView } from './views/settings.tsx';
import { SlowLogView } from './views/slow-log.tsx';

/** In the order of the navigation. */
export const VIEWS = [
  { name: 'overview', title: 'Overview', view: OverviewView },
  { name: 'keys', title: 'Keys', view: KeysView },
  { name: 'heavy-keys', title: 'Hot and big keys', view: HeavyKeysView },
  { name: 'latency', title: 'Latency', view: LatencyView },
  { name: 'slow-log', title: 'Slow log', view: SlowLogView },
  { name: 'clients', title: 'Clients', view: ClientsView },
  { name: 'eviction', title: 'Eviction', view: EvictionView },
  { name: 'settings', title: 'Settings', view: SettingsView },
] as const;

export function App() {
  switch (session.value) {
    case 'open':
      return <Shell />;
    case 'login':
      return <LoginView />;
    case 'asking':
      return <Gate>Loading Larder…</Gate>;
    default:
      return (
        <Gate>
          <p role="alert">{sessionMessage}</p>
          <button type="button" onClick={() => openSession()}>
            Try again
          </button>
        </Gate>
      );
  }
}

function Shell() {
  const shown = VIEWS.find(({ name }) => name === route.value.view) ?? VIEWS[0];
  useEffect(() => {
    const stop = new AbortController();
    followSamples(stop.signal);
    return () => {
      stop.abort();
      forgetSamples();
    };
  }, []);
  useEffect(() => {
    document.title = `${shown.title} · Larder`;
  }, [shown]);
  const View = shown.view;
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={skipToMain}>
        Skip to content
      </button>
      <Side views={VIEWS} shown={shown.name} />
      <main id="main" class="main" tabIndex={-1}>
        {streamState.value === 'lost' && (
          <p class="banner" role="status">
            The server does not answer. Figures stand still until it does.
          </p>
        )}
        <ErrorBoundary key={shown.name}>
          <View />
        </ErrorBoundary>
      </main>
      <Announcer />
    </div>
  );
}

/** A button and no link: the address names the view. */
function skipToMain(): void {
  document.getElementById('main')?.focus();
}
