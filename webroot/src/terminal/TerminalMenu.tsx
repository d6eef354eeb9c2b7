import { Accessibility, Copy, Download, Ellipsis, RotateCcw, Scaling } from 'lucide-react';
import { copyText } from './clipboard';
import { FontSizeButtons } from './FontSizeButtons';
import { Popover } from './Popover';
import { changePreferences, resetFontSize, useTerminalPreferences } from './preferences';
import { saveHistory } from './saveHistory';
import { screenText } from './screen/plainText';
import type { SessionView } from './view/sessionView';

interface TerminalMenuProps {
  view: SessionView;
  sessionName: string;
  mayShape: boolean;
}

/** What is needed now and then: text size, copies, and what the pane should fit. */
export function TerminalMenu({ view, sessionName, mayShape }: TerminalMenuProps) {
  const { fontSize, screenReader } = useTerminalPreferences();
  return (
    <Popover
      className="gt-icon-button"
      aria-label="More about this terminal"
      title="More"
      face={<Ellipsis size={16} aria-hidden="true" />}
      panelLabel="This terminal"
      panelClassName="gt-menu"
    >
      <div className="gt-menu-row">
        <span>Text size: {fontSize}</span>
        <FontSizeButtons />
        <button
          type="button"
          className="gt-icon-button"
          aria-label="Usual text size"
          title="Usual text size"
          onClick={resetFontSize}
        >
          <RotateCcw size={14} aria-hidden="true" />
        </button>
      </div>
      {mayShape && (
        <MenuButton
          icon={<Scaling size={14} aria-hidden="true" />}
          says="Fit the Mayor to this screen"
          does={() => view.size.fitPane()}
        />
      )}
      <MenuButton
        icon={<Copy size={14} aria-hidden="true" />}
        says="Copy what is on the screen"
        does={() => void copyText(screenText(view.terminal))}
      />
      <MenuButton
        icon={<Download size={14} aria-hidden="true" />}
        says="Download the history"
        does={() => saveHistory(view.terminal, sessionName)}
      />
      <label className="gt-menu-row">
        <Accessibility size={14} aria-hidden="true" />
        <span>Screen reader mode</span>
        <input
          type="checkbox"
          checked={screenReader}
          onChange={(event) => changePreferences({ screenReader: event.target.checked })}
        />
      </label>
    </Popover>
  );
}

function MenuButton({ icon, says, does }: { icon: React.ReactNode; says: string; does(): void }) {
  return (
    <button
      type="button"
      className="gt-menu-button"
      onClick={(event) => {
        does();
        event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
      }}
    >
      {icon} {says}
    </button>
  );
}
