/**
 * Moments at which waiting any longer makes no sense: the network, the page or the machine came back; or the network
 * went, which an open socket would not tell for minutes.
 */
export type WakeReason = 'online' | 'offline' | 'visible' | 'resumed';

/** What was begun before is not worth waiting for: the way it took may be gone. */
export function isNewNetwork(reason: WakeReason): boolean {
  return reason === 'online' || reason === 'resumed';
}

export interface WakeSignals {
  subscribe(listener: (reason: WakeReason) => void): () => void;
}

/** Whoever opens a laptop does not want to wait for the next tick. */
const TICK_MS = 1_000;
const SLEPT_MS = 10_000;

const listeners = new Set<(reason: WakeReason) => void>();
let stopListening: () => void;

/** The browser's own. Who subscribed first is told first, so that calls know of a new network before they are made. */
export const browserWakeSignals: WakeSignals = {
  subscribe(listener) {
    // A function of its own for each, for the same one may come twice.
    const own = (reason: WakeReason) => listener(reason);
    if (listeners.size === 0) stopListening = listenToBrowser();
    listeners.add(own);
    return () => {
      if (listeners.delete(own) && listeners.size === 0) stopListening();
    };
  },
};

/**
 * A sleeping laptop tells nobody, but its clock jumps: a tick that comes much too late means that the machine
 * slept. Only a visible page counts, for browsers slow the timers of hidden ones.
 */
function listenToBrowser(): () => void {
  const tell = (reason: WakeReason) => [...listeners].forEach((listener) => listener(reason));
  const listening = new AbortController();
  const { signal } = listening;
  let lastTick = Date.now();
  const onTick = () => {
    const late = Date.now() - lastTick - TICK_MS;
    lastTick = Date.now();
    if (late > SLEPT_MS && document.visibilityState === 'visible') tell('resumed');
  };

  window.addEventListener('online', () => tell('online'), { signal });
  window.addEventListener('offline', () => tell('offline'), { signal });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') tell('visible');
    },
    { signal },
  );
  document.addEventListener('resume', () => tell('resumed'), { signal });
  // Out of the browser's back and forward cache, where sockets don't live on.
  window.addEventListener('pageshow', (event) => event.persisted && tell('resumed'), { signal });
  const ticker = setInterval(onTick, TICK_MS);
  return () => {
    listening.abort();
    clearInterval(ticker);
  };
}
