/** Navigation: a column, or on narrow screens a bar that opens. */
import { useSignal } from '@preact/signals';
import { route } from '../state/route.ts';
import { streamState } from '../state/samples.ts';
import { serverVersion, signOut, tokenRequired } from '../state/session.ts';
import { nextTheme, theme } from '../state/theme.ts';
import { Brand } from './brand.tsx';

interface SideProps {
  readonly views: readonly { readonly name: string; readonly title: string }[];
  readonly shown: string;
}

const STREAM_TEXT = { connecting: 'Connecting', live: 'Live', lost: 'Connection lost' };
const THEME_TEXT = { system: 'system', light: 'light', dark: 'dark' };

export function Side({ views, shown }: SideProps) {
  // The menu closes when another view is shown.
  const openOn = useSignal('');
  const here = route.value.view;
  const open = openOn.value === here;
  return (
    <header class="side" data-open={open}>
      <div class="side-top">
        <Brand version={serverVersion.value} />
        <button
          type="button"
          class="menu-button"
          aria-expanded={open}
          aria-controls="views"
          onClick={() => {
            openOn.value = open ? '' : here;
          }}
        >
          Menu
        </button>
      </div>
      <nav class="nav" id="views" aria-label="Views">
        <ul>
          {views.map(({ name, title }) => (
            <li key={name}>
              <a href={`#/${name}`} aria-current={name === shown ? 'page' : undefined}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="side-foot">
        <p class="pulse" data-state={streamState}>
          {STREAM_TEXT[streamState.value]}
        </p>
        <button type="button" onClick={nextTheme}>
          Colours: {THEME_TEXT[theme.value]}
        </button>
        {tokenRequired.value && (
          <button type="button" onClick={signOut}>
            Sign out
          </button>
        )}
      </div>
    </header>
  );
}
