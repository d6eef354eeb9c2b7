import { Info, X } from 'lucide-react';
import { useState } from 'react';
import { remember, remembered } from '../../resilience/remembered';
import './help.css';
import { Keys } from './Keys';
import { WHO_MAY_TYPE } from './whoMayType';

const STORAGE_KEY = 'gastown.hint';

/** One line for the first visit, until somebody puts it away. */
export function FirstVisitHint() {
  const [open, setOpen] = useState(() => remembered(STORAGE_KEY) === null);
  if (!open) return null;
  const putAway = () => {
    remember(STORAGE_KEY, 'read');
    setOpen(false);
  };
  return (
    <p className="gt-hint" data-testid="first-visit">
      <Info size={14} aria-hidden="true" />
      <span>
        {WHO_MAY_TYPE}{' '}
        <span className="gt-hint-keys">
          <Keys chord="?" /> shows the keys.
        </span>
      </span>
      <button type="button" className="gt-icon-button" aria-label="Got it" title="Got it" onClick={putAway}>
        <X size={14} aria-hidden="true" />
      </button>
    </p>
  );
}
