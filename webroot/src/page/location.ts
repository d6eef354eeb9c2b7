/** What is shown, kept in the address so that a reload shows it again. Never anything secret. */
export interface Place {
  townId: string | null;
  sessionName: string | null;
}

export function readPlace(hash: string): Place {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  return { townId: parameters.get('town'), sessionName: parameters.get('session') };
}

export function placeHash({ townId, sessionName }: Place): string {
  const parameters = new URLSearchParams();
  if (townId !== null) parameters.set('town', townId);
  if (sessionName !== null) parameters.set('session', sessionName);
  return `#${parameters.toString()}`;
}

/** The query goes: whatever brought the person here (a one-time login above all) must not stay in the address. */
export function keepPlace(place: Place): void {
  const address = location.pathname + placeHash(place);
  if (location.pathname + location.search + location.hash !== address)
    history.replaceState(null, '', address);
}
