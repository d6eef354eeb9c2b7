import { KeyRound } from 'lucide-react';
import { LandingCard } from '../LandingCard';
import { useLoginPath } from './useLogin';

/** Nobody is logged in: where to do so, as far as this gateway knows a place. */
export function LoggedOut({ onRetry }: { onRetry(): void }) {
  const loginPath = useLoginPath();
  if (loginPath === undefined) return null;
  const icon = <KeyRound aria-hidden="true" />;
  if (loginPath === null) {
    return (
      <LandingCard icon={icon} title="You are not logged in">
        <p>
          Open the link that the gateway printed when it started. It works once and then keeps you logged in.
        </p>
        <button type="button" className="gt-button" onClick={onRetry}>
          I am logged in now
        </button>
      </LandingCard>
    );
  }
  const back = new URLSearchParams({ return: location.pathname + location.search + location.hash });
  return (
    <LandingCard icon={icon} title="You are not logged in">
      <p>You come back to what you were looking at.</p>
      <a className="gt-button" href={`${loginPath}?${back.toString()}`}>
        Log in
      </a>
    </LandingCard>
  );
}
