import { Button, Notice, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../api';

/** Asks for the address that an order or a ticket shall have from now on. */
export function AddressForm({
  title,
  help,
  button,
  path,
  onDone,
  onClose,
}: {
  title: string;
  /** What follows from it, before it is done. */
  help: string;
  button: string;
  /** Where `{email}` goes. */
  path: string;
  onDone: () => void;
  onClose: () => void;
}) {
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // It opens above the button that was pressed: eyes and keyboard go there.
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const send = async () => {
    setBusy(true);
    setProblem('');
    try {
      await ask(path, 'POST', { email });
      onDone();
    } catch (error) {
      setProblem((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <form
      ref={form}
      className="parterre-section"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (email.trim()) void send();
      }}
    >
      <h2>{title}</h2>
      <p className="parterre-help">{help}</p>
      <TextControl
        __next40pxDefaultSize
        type="email"
        label={__('New e-mail address', 'parterre')}
        value={email}
        maxLength={254}
        autoComplete="off"
        required
        onChange={setEmail}
      />
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      <div className="parterre-row">
        <Button __next40pxDefaultSize variant="primary" type="submit" isBusy={busy} disabled={busy || !email.trim()}>
          {button}
        </Button>
        <Button __next40pxDefaultSize variant="tertiary" onClick={onClose} disabled={busy}>
          {__('Leave it', 'parterre')}
        </Button>
      </div>
    </form>
  );
}
