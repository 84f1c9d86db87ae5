/** Puts the page into its place. */
import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/table.css';
import './styles/charts.css';
import './styles/views.css';
import { render } from 'preact';
import { openSession } from './api/open-session.ts';
import { App } from './app.tsx';
import { watchAddress } from './state/route.ts';
import { applyTheme } from './state/theme.ts';

applyTheme();
watchAddress();
const place = document.getElementById('app');
if (place !== null) {
  place.replaceChildren();
  render(<App />, place);
}
void openSession();
