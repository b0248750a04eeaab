import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';

interface SureProps {
  question: string;
  /** What the button that does it says. */
  act: string;
  /** It takes something away. */
  grave?: boolean;
  busy: boolean;
  onYes: () => void;
  onNo: () => void;
}

/** One question before what everybody sees at once. */
export function Sure({ question, act, grave = false, busy, onYes, onNo }: SureProps) {
  return (
    <div className="parterre-row">
      <p>{question}</p>
      <Button __next40pxDefaultSize variant="primary" isDestructive={grave} isBusy={busy} onClick={onYes}>
        {act}
      </Button>
      <Button __next40pxDefaultSize variant="tertiary" onClick={onNo}>
        {__('Not yet', 'parterre')}
      </Button>
    </div>
  );
}
