import { lazy } from 'react';

const load = () =>
  import('./CommandPalette').then(
    ({ CommandPalette }) => ({ default: CommandPalette }),
    () => ({ default: PaletteMissing }),
  );

/** Its code comes when it is wanted for the first time: most visits of the page go without. */
export const LazyCommandPalette = lazy(load);

/** The gateway was replaced by another version since the page was loaded, or can't be reached. */
function PaletteMissing() {
  return (
    <div className="gt-notice" role="alert">
      <span>The command palette can’t be loaded. Reload the page to get it.</span>
      <button type="button" className="gt-button" onClick={() => location.reload()}>
        Reload
      </button>
    </div>
  );
}
