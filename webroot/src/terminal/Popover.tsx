import { useId, useRef } from 'react';

const GAP_PX = 4;

interface PopoverProps extends Omit<React.ComponentProps<'button'>, 'popover' | 'popoverTarget'> {
  /** What the button shows. */
  face: React.ReactNode;
  panelClassName?: string;
  /** The panel's name for those who listen. */
  panelLabel: string;
}

/**
 * A button, and what it opens under itself. The browser closes that by Escape or a click beside it, and gives the
 * focus back.
 */
export function Popover({ face, panelClassName = '', panelLabel, children, ...button }: PopoverProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);

  const place = () => {
    const { bottom = 0, right = 0 } = opener.current?.getBoundingClientRect() ?? {};
    panel.current?.style.setProperty('top', `${bottom + GAP_PX}px`);
    panel.current?.style.setProperty('right', `${Math.max(GAP_PX, window.innerWidth - right)}px`);
  };

  return (
    <>
      <button type="button" {...button} ref={opener} popoverTarget={id}>
        {face}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="group"
        aria-label={panelLabel}
        className={`gt-popover ${panelClassName}`}
        onBeforeToggle={place}
        onToggle={(event) => {
          if (event.newState === 'open') panel.current?.querySelector<HTMLElement>('button')?.focus();
        }}
      >
        {children}
      </div>
    </>
  );
}
