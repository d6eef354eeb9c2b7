/** Moments at which waiting any longer makes no sense: the network, the page or the machine came back. */
export type WakeReason = 'online' | 'visible' | 'resumed';

export interface WakeSignals {
  subscribe(listener: (reason: WakeReason) => void): () => void;
}

/** Whoever opens a laptop does not want to wait for the next tick. */
const TICK_MS = 1_000;
const SLEPT_MS = 10_000;

/**
 * A sleeping laptop tells nobody, but its clock jumps: a tick that comes much too late means that the machine
 * slept. Only a visible page counts, for browsers slow the timers of hidden ones.
 */
export const browserWakeSignals: WakeSignals = {
  subscribe(listener) {
    const onOnline = () => listener('online');
    const onVisibility = () => {
      if (document.visibilityState === 'visible') listener('visible');
    };
    const onResume = () => listener('resumed');
    // Out of the browser's back and forward cache, where sockets don't live on.
    const onPageShow = (event: PageTransitionEvent) => {
      if (event.persisted) listener('resumed');
    };
    let lastTick = Date.now();
    const onTick = () => {
      const late = Date.now() - lastTick - TICK_MS;
      lastTick = Date.now();
      if (late > SLEPT_MS && document.visibilityState === 'visible') listener('resumed');
    };

    window.addEventListener('online', onOnline);
    document.addEventListener('visibilitychange', onVisibility);
    document.addEventListener('resume', onResume);
    window.addEventListener('pageshow', onPageShow);
    const ticker = setInterval(onTick, TICK_MS);
    return () => {
      window.removeEventListener('online', onOnline);
      document.removeEventListener('visibilitychange', onVisibility);
      document.removeEventListener('resume', onResume);
      window.removeEventListener('pageshow', onPageShow);
      clearInterval(ticker);
    };
  },
};
