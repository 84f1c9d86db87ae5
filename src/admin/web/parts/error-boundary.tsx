/** A view that fails leaves the rest of the page standing, and says so. */
import { Component, type ComponentChildren } from 'preact';
import { Failure } from './state-notes.tsx';

interface State {
  readonly error: unknown;
}

export class ErrorBoundary extends Component<{ children: ComponentChildren }, State> {
  override state: State = { error: null };

  static override getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    // The browser's own report: the console keeps the place, and tests see it.
    reportError(error);
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Failure error={this.state.error} retry={() => this.setState({ error: null })} />;
  }
}
