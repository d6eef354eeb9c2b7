import { addressOf } from '../api/place';

const FAILED = 'Not logged out: the gateway could not be reached. Try again in a moment.';

/** Ends this login on every node, and with it what is open in other tabs; the page then shows how to log in. */
export async function logOut(): Promise<void> {
  const answer = await fetch(addressOf({}, '/logout'), { method: 'POST' }).catch(() => null);
  if (answer?.ok === true) location.reload();
  else window.alert(FAILED);
}
