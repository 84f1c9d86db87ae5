/** What stands before the page when it may not show anything yet. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { openSession } from '../api/open-session.ts';
import { Brand } from '../parts/brand.tsx';
import { serverVersion, sessionMessage } from '../state/session.ts';

export function Gate({ children }: { children: ComponentChildren }) {
  return (
    <main class="gate">
      <div class="gate-card">
        <Brand version={serverVersion.value} />
        {children}
      </div>
    </main>
  );
}

export function LoginView() {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (text === '') {
      sessionMessage.value = 'Enter the token first.';
      return;
    }
    setBusy(true);
    await openSession(text);
    setBusy(false);
  };
  return (
    <Gate>
      <h1>Sign in</h1>
      <form class="stack" onSubmit={submit}>
        <label class="field">
          <span>Token (the server's admin-token or its password)</span>
          <input
            type="password"
            name="token"
            autocomplete="current-password"
            value={text}
            aria-describedby="login-error"
            aria-invalid={sessionMessage.value !== ''}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p class="form-error" id="login-error" role="alert">
          {sessionMessage}
        </p>
        <button type="submit" class="primary" disabled={busy}>
          Sign in
        </button>
      </form>
    </Gate>
  );
}
