import { CloudOff, KeyRound, Loader, Map } from 'lucide-react';
import type { GatewayFailure } from '../api/failure';

interface LandingProps {
  failure: GatewayFailure | null;
  noTowns: boolean;
  onRetry(): void;
}

/** What is shown while there is no town to show: not logged in, no answer, no town, or just a moment. */
export function Landing({ failure, noTowns, onRetry }: LandingProps) {
  if (failure?.code === 'UNAUTHORIZED') {
    return (
      <LandingCard icon={<KeyRound aria-hidden="true" />} title="You are not logged in">
        <p>
          Open the link that the gateway printed when it started. It works once and then keeps you logged in.
        </p>
        <button type="button" className="gt-button" onClick={onRetry}>
          I am logged in now
        </button>
      </LandingCard>
    );
  }
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

function LandingCard(props: { icon: React.ReactNode; title: string; children?: React.ReactNode }) {
  return (
    <main className="gt-landing" aria-live="polite">
      {props.icon}
      <h1>{props.title}</h1>
      {props.children}
    </main>
  );
}
