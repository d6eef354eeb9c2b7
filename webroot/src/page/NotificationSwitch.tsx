import { Bell, BellOff } from 'lucide-react';
import { useStore } from '../resilience/useStore';
import type { AttentionNotifier } from './attention/attentionNotifier';

/** Switches browser notifications; says why when the browser refuses them. */
export function NotificationSwitch({ notifier }: { notifier: AttentionNotifier }) {
  const state = useStore(notifier.state);
  if (state === 'missing') return null;
  const Icon = state === 'on' ? Bell : BellOff;
  const refusal =
    state === 'blocked' ? 'The browser blocks notifications here: allow them in its settings' : '';
  return (
    <>
      <button
        type="button"
        className="gt-icon-button"
        aria-pressed={state === 'on'}
        aria-label="Notify me when an agent needs me"
        title={refusal || `Notifications: ${state}`}
        onClick={() => void notifier.toggle()}
      >
        <Icon size={16} aria-hidden="true" />
      </button>
      <span className="gt-visually-hidden" role="status">
        {refusal}
      </span>
    </>
  );
}
