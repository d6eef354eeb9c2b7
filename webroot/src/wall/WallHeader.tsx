import { BellRing, ChevronLeft, ChevronRight, LayoutGrid, X } from 'lucide-react';
import type { RigChoice } from './useHanging';
import type { WallState } from './wallConnection';

interface WallHeaderProps {
  /** Null stands for the town's own agents. */
  rigs: (string | null)[];
  rig: RigChoice;
  onChooseRig(rig: RigChoice): void;
  page: number;
  pages: number;
  onTurn(page: number): void;
  waiting: number;
  onRehang(): void;
  state: WallState;
  onClose?: (() => void) | undefined;
}

const WORDS: Record<WallState['status'], string> = {
  connecting: 'Connecting',
  connected: 'Live',
  reconnecting: 'Reconnecting',
  disconnected: 'Not connected',
};

export function WallHeader(props: WallHeaderProps) {
  const { rigs, rig, page, pages, waiting, state } = props;
  const choices: RigChoice[] = ['all', ...rigs.map((name) => ({ rig: name }))];
  return (
    <header className="gt-wall-header">
      <h2 className="gt-wall-title">
        <LayoutGrid size={16} aria-hidden="true" /> Town wall
      </h2>
      {rigs.length > 1 && (
        <select
          className="gt-wall-rigs"
          aria-label="Rig"
          value={choices.findIndex((choice) => sameRig(choice, rig))}
          onChange={(event) => props.onChooseRig(choices[Number(event.target.value)] ?? 'all')}
        >
          {choices.map((choice, at) => (
            <option key={at} value={at}>
              {choice === 'all' ? 'All rigs' : (choice.rig ?? 'Town')}
            </option>
          ))}
        </select>
      )}
      {waiting > 0 && (
        <button type="button" className="gt-button" onClick={props.onRehang} title="Show them first">
          <BellRing size={14} aria-hidden="true" />
          {waiting === 1 ? '1 needs you' : `${waiting} need you`}
        </button>
      )}
      {pages > 1 && (
        <span className="gt-wall-pages" role="group" aria-label="Pages of the wall">
          <button
            type="button"
            className="gt-icon-button"
            aria-label="Previous page"
            disabled={page === 0}
            onClick={() => props.onTurn(page - 1)}
          >
            <ChevronLeft size={16} aria-hidden="true" />
          </button>
          <span role="status">
            {page + 1} of {pages}
          </span>
          <button
            type="button"
            className="gt-icon-button"
            aria-label="Next page"
            disabled={page === pages - 1}
            onClick={() => props.onTurn(page + 1)}
          >
            <ChevronRight size={16} aria-hidden="true" />
          </button>
        </span>
      )}
      <span className="gt-wall-status" data-testid="wall-status" data-status={state.status} role="status">
        {WORDS[state.status]}
      </span>
      {props.onClose !== undefined && (
        <button
          type="button"
          className="gt-icon-button"
          aria-label="Close the wall"
          title="Close the wall (Esc)"
          onClick={props.onClose}
        >
          <X size={16} aria-hidden="true" />
        </button>
      )}
    </header>
  );
}

function sameRig(one: RigChoice, other: RigChoice): boolean {
  return one === 'all' || other === 'all' ? one === other : one.rig === other.rig;
}
