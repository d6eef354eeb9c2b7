import { X } from 'lucide-react';
import type { KeyHelp, PageAction } from '../actions/actionRegistry';
import { ModalDialog } from '../dialog/ModalDialog';
import './help.css';
import { helpSections } from './helpSections';
import { Keys } from './Keys';
import { WHO_MAY_TYPE } from './whoMayType';

interface HelpDialogProps {
  actions: readonly PageAction[];
  keyHelp: readonly KeyHelp[];
  onClose(): void;
}

/** All keys that the page understands now, from what the page obeys. */
export function HelpDialog({ actions, keyHelp, onClose }: HelpDialogProps) {
  return (
    <ModalDialog label="Keys" className="gt-help" onClose={onClose}>
      <header className="gt-help-head">
        <h2>Keys</h2>
        <button type="button" className="gt-icon-button" aria-label="Close" onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <p>{WHO_MAY_TYPE} Every key that is not listed here goes to the agent.</p>
      {helpSections(actions, keyHelp).map(({ place, rows }) => (
        <section key={place}>
          <h3>{place}</h3>
          <dl>
            {rows.map(({ keys, says }) => (
              <div key={says}>
                <dt>
                  {keys.map((chord) => (
                    <Keys key={chord} chord={chord} />
                  ))}
                </dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </ModalDialog>
  );
}
