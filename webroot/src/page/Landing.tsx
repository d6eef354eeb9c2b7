import { CloudOff, Loader, Map } from 'lucide-react';
import type { GatewayFailure } from '../api/failure';
import { LandingCard } from './LandingCard';
import { LoggedOut } from './login/LoggedOut';

interface LandingProps {
  failure: GatewayFailure | null;
  noTowns: boolean;
  onRetry(): void;
}

/** What is shown while there is no town to show: not logged in, no answer, no town, or just a moment. */
export function Landing({ failure, noTowns, onRetry }: LandingProps) {
  if (failure?.code === 'UNAUTHORIZED') return <LoggedOut onRetry={onRetry} />;
  if (failure !== null) {
    return (
      <LandingCard icon={<CloudOff aria-hidden="true" />} title="The gateway can’t be reached">
        <p>
          <bdi>{failure.message}</bdi>. Trying again by itself.
        </p>
        <button type="button" className="gt-button" onClick={onRetry}>
          Try now
        </button>
      </LandingCard>
    );
  }
  if (noTowns) {
    return (
      <LandingCard icon={<Map aria-hidden="true" />} title="No town yet">
        <p>You own no town on this gateway. Ask its operator to add you to one.</p>
      </LandingCard>
    );
  }
  return <LandingCard icon={<Loader className="gt-spin" aria-hidden="true" />} title="Loading your towns…" />;
}
