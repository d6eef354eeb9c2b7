import { addressOf } from '../../api/place';

const FAILED = 'Not logged out: the gateway could not be reached. Try again in a moment.';

/**
 * Ends this login on every node, and with it what is open in other tabs; then at the provider as well, where there is
 * one, or the page shows how to log in.
 */
export async function logOut(): Promise<void> {
  const answer = await fetch(addressOf({}, '/logout'), { method: 'POST' }).catch(() => null);
  if (answer?.ok !== true) {
    window.alert(FAILED);
    return;
  }
  const told = answer.status === 200 ? ((await answer.json()) as { endSession?: string }) : {};
  if (told.endSession === undefined) location.reload();
  else location.assign(told.endSession);
}
