import { useMemo, useRef, useState } from 'react';
import type { AgentSession } from '../api/types';
import { arrange, rearrange, TILES_A_PAGE } from './arrangement';

/** Every rig's sessions; a rig's name; or the town's own agents, who are in none. */
export type RigChoice = { rig: string | null } | 'all';

interface Hanging {
  /** The sessions of the page shown, in their places. */
  shown: AgentSession[];
  names: string[];
  page: number;
  pages: number;
  rig: RigChoice;
  turnTo(page: number): void;
  choose(rig: RigChoice): void;
  /** Hangs everything anew: who needs a person comes first. */
  rehang(): void;
}

/** Which sessions hang on the wall, and where: stable until somebody turns the page, filters or hangs it anew. */
export function useHanging(sessions: readonly AgentSession[]): Hanging {
  const [rig, setRig] = useState<RigChoice>('all');
  const [wantedPage, setPage] = useState(0);
  const [edition, setEdition] = useState(0);
  const hung = useRef<{ edition: number; order: string[] }>({ edition: -1, order: [] });

  const chosen = rig === 'all' ? sessions : sessions.filter((session) => session.rig === rig.rig);
  // Before the first list there is nothing to hang: what comes first decides the places.
  if (hung.current.edition !== edition || hung.current.order.length === 0)
    hung.current = { edition, order: arrange(chosen) };
  else hung.current.order = rearrange(hung.current.order, chosen);

  const { order } = hung.current;
  const pages = Math.max(1, Math.ceil(order.length / TILES_A_PAGE));
  const page = Math.min(wantedPage, pages - 1);
  const key = order.slice(page * TILES_A_PAGE, (page + 1) * TILES_A_PAGE).join(' ');
  const names = useMemo(() => key.split(' ').filter(Boolean), [key]);
  const anew = () => {
    setPage(0);
    setEdition(edition + 1);
  };

  return {
    shown: names.flatMap((name) => chosen.find((session) => session.name === name) ?? []),
    names,
    page,
    pages,
    rig,
    turnTo: setPage,
    choose: (choice) => {
      setRig(choice);
      anew();
    },
    rehang: anew,
  };
}
