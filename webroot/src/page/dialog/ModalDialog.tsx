import { useLayoutEffect, useRef } from 'react';
import './dialog.css';

interface ModalDialogProps {
  label: string;
  className?: string;
  onClose(): void;
  children: React.ReactNode;
}

/**
 * A dialog over the page for as long as it is rendered. The browser keeps the focus in it, gives it back where it was,
 * and closes it with Escape; a click beside it closes it too.
 */
export function ModalDialog({ label, className = '', onClose, children }: ModalDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const shown = dialog.current!;
    shown.showModal();
    // Closed and not only removed: that is what gives the focus back.
    return () => shown.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      className={`gt-dialog ${className}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={(event) => {
        // Whatever the dialog stands over must not take the same Escape for its own.
        if (event.key === 'Escape') event.stopPropagation();
      }}
    >
      <div className="gt-dialog-body">{children}</div>
    </dialog>
  );
}
