/** A question before something that cannot be undone. The browser's own dialog keeps the focus inside and gives it back. */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { messageOf } from '../api/request.ts';

interface ConfirmProps {
  readonly title: string;
  /** What the button that does it says: the verb of the title. */
  readonly action: string;
  readonly children: ComponentChildren;
  /** The text to type before the button works. */
  readonly typed?: string;
  readonly run: () => Promise<void>;
  readonly close: () => void;
}

export function Confirm({ title, action, children, typed, run, close }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const [text, setText] = useState('');
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const act = async () => {
    setBusy(true);
    try {
      await run();
      close();
    } catch (reason) {
      setError(messageOf(reason));
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={close}>
      <h2 id={id}>{title}</h2>
      <div class="dialog-body">{children}</div>
      {typed !== undefined && (
        <label class="field">
          <span>
            Type <code>{typed}</code> to go on
          </span>
          <input value={text} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
        </label>
      )}
      <p class="form-error" role="alert">
        {error}
      </p>
      <div class="dialog-actions">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button type="button" class="danger" disabled={busy || (typed !== undefined && text !== typed)} onClick={act}>
          {action}
        </button>
      </div>
    </dialog>
  );
}
