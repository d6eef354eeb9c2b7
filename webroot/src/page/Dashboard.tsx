import { useCallback, useEffect, useState } from 'react';
import { ActionRegistry } from './actions/actionRegistry';
import { useActionKeys } from './actions/useActionKeys';
import { ActionsContext } from './actions/useActions';
import { keepPlace, readPlace } from './location';
import { Landing } from './Landing';
import { useKeptLogin } from './login/useLogin';
import { TownView } from './TownView';
import { useTowns } from './useTowns';

/** The whole page: a town if there is one to show, else the reason why not. */
export function Dashboard() {
  const { towns, failure, retry } = useTowns();
  useKeptLogin(retry);
  const [registry] = useState(() => new ActionRegistry());
  useActionKeys(registry);
  const [place, setPlace] = useState(() => readPlace(location.hash));

  useEffect(() => {
    const onHashChange = () => setPlace(readPlace(location.hash));
    window.addEventListener('hashchange', onHashChange);
    return () => window.removeEventListener('hashchange', onHashChange);
  }, []);

  const town =
    towns?.find(({ townId }) => townId === place.townId) ??
    towns?.find(({ status }) => status === 'running') ??
    towns?.[0];
  const townId = town?.townId ?? null;
  const sessionName = townId === place.townId ? place.sessionName : null;
  useEffect(() => {
    if (townId !== null) keepPlace({ townId, sessionName });
  }, [townId, sessionName]);

  const onSelectTown = useCallback((id: string) => setPlace({ townId: id, sessionName: null }), []);
  const onSelectSession = useCallback((name: string) => setPlace({ townId, sessionName: name }), [townId]);

  if (towns === null || town === undefined || failure?.code === 'UNAUTHORIZED') {
    return <Landing failure={failure} noTowns={towns?.length === 0} onRetry={retry} />;
  }
  return (
    <ActionsContext value={registry}>
      <TownView
        key={town.townId}
        town={town}
        towns={towns}
        sessionName={sessionName}
        onSelectTown={onSelectTown}
        onSelectSession={onSelectSession}
      />
    </ActionsContext>
  );
}
