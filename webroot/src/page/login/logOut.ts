import { addressOf } from '../../api/place';
import { alone } from './loginKeeper';

const FAILED = 'Not logged out: the gateway could not be reached. Try again in a moment.';

/**
 * Ends this login on every node, and with it what is open in other tabs; then at the provider as well, where there is
 * one, or the page shows how to log in.
 */
export async function logOut(): Promise<void> {
  const answer = await ask();
  // The answer to a renewal that a tab has under way would bring the cookies back.
  if (answer?.ok === true) await alone(async () => void (await ask()));
  if (answer?.ok !== true) {
    window.alert(FAILED);
    return;
  }
  const told = answer.status === 200 ? ((await answer.json()) as { endSession?: string }) : {};
  if (told.endSession === undefined) location.reload();
  else location.assign(told.endSession);
}

function ask(): Promise<Response | null> {
  return fetch(addressOf({}, '/logout'), { method: 'POST' }).catch(() => null);
}
