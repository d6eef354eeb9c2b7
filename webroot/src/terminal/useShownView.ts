import { useContext, useLayoutEffect, useRef, useState } from 'react';
import { useServices } from '../services';
import { SessionView } from './view/sessionView';
import { ViewPool, ViewPoolContext } from './view/viewPool';

/** Two switches within the first mean that someone is passing through; a session they stay at gets connected. */
const HURRY_MS = 300;
const SETTLE_MS = 150;

/** The view of the session named, in the box; the ones shown before wait in the pool. */
export function useShownView(
  box: React.RefObject<HTMLDivElement | null>,
  townId: string,
  sessionName: string,
): SessionView | null {
  const [own] = useState(() => new ViewPool<SessionView>());
  const pool = useContext(ViewPoolContext) ?? own;
  const lastSwitch = useRef(0);
  const services = useServices();
  const [shown, setShown] = useState<{ key: string; view: SessionView } | null>(null);
  const key = `${townId}/${sessionName}`;

  useLayoutEffect(() => {
    if (box.current === null) return;
    const view = pool.take(key, () => new SessionView(services.terminalOf(townId, sessionName)));
    view.show(box.current);
    setShown({ key, view });
    const hurried = Date.now() - lastSwitch.current < HURRY_MS;
    lastSwitch.current = Date.now();
    const connecting = setTimeout(() => view.connection.start(), hurried ? SETTLE_MS : 0);
    return () => {
      clearTimeout(connecting);
      view.hide();
      pool.release(key);
    };
  }, [box, pool, services, townId, sessionName, key]);

  useLayoutEffect(() => () => own.disposeAll(), [own]);

  // Between two sessions there is none: the old one's state must not pass for the new one's.
  return shown?.key === key ? shown.view : null;
}
