import { useEffect, useRef, useState } from 'react';
import { apart, plainName } from '../../api/plainWords';
import type { AgentSession, SessionList, Town } from '../../api/types';
import { needsAttention } from '../../picker/groupSessions';
import { AttentionCalls } from './attentionCalls';
import type { AttentionNotifier } from './attentionNotifier';

const ICON = '/favicon.svg';
const ICON_WAITING = '/favicon-waiting.svg';

/**
 * Tells of agents that wait for a person: in the tab's title and icon, by notifications, and in words for whoever
 * listens to the page, which are answered.
 */
export function useAttention(
  town: Town,
  list: SessionList | null,
  sessionName: string | null,
  notifier: AttentionNotifier,
  onShow: (sessionName: string) => void,
): string {
  const [calls] = useState(() => new AttentionCalls());
  const [words, setWords] = useState('');
  const latest = useRef({ town, sessionName, onShow });
  useEffect(() => {
    latest.current = { town, sessionName, onShow };
  });

  useEffect(() => {
    if (list === null) return;
    const called = calls.take(list, Date.now());
    notifier.takeBack(list.sessions);
    if (called.length === 0) return;
    setWords(inWords(called));
    const { town: here, sessionName: shown } = latest.current;
    const seen = document.visibilityState === 'visible' ? shown : null;
    notifier.tell(
      here.name,
      called.filter(({ name }) => name !== seen),
      (name) => latest.current.onShow(name),
    );
  }, [calls, list, notifier]);
  useEffect(() => () => notifier.takeBackAll(), [notifier]);

  const waiting = list?.sessions.filter(needsAttention).length ?? 0;
  useEffect(() => {
    const place = sessionName === null ? town.name : plainName(sessionName);
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${apart(place)} · Gastown`;
  }, [waiting, sessionName, town.name]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    icon?.setAttribute('href', waiting > 0 ? ICON_WAITING : ICON);
  }, [waiting]);
  return words;
}

function inWords(called: readonly AgentSession[]): string {
  const [only] = called;
  if (called.length > 1 || only === undefined) return `${called.length} agents need you`;
  const { name, attentionReason } = only;
  return `${apart(plainName(name))} needs you${attentionReason === null ? '' : `: ${apart(attentionReason)}`}`;
}
