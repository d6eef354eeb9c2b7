import { apart, plainName } from '../../api/plainWords';
import type { AgentSession } from '../../api/types';
import { needsAttention } from '../../picker/groupSessions';
import { remember, remembered } from '../../resilience/remembered';
import { Store } from '../../resilience/store';

/** `blocked` until the person allows it in the browser's settings; `missing` where the browser has none. */
export type NotifierState = 'on' | 'off' | 'blocked' | 'missing';

const STORAGE_KEY = 'gastown.notifications';
/** More calls than this at once are told in one notification. */
const SEPARATE = 3;

/** Browser notifications of agents that wait for a person: off until somebody switches them on. */
export class AttentionNotifier {
  readonly state = new Store<NotifierState>('off');
  private readonly shown = new Map<string, Notification>();

  constructor() {
    if (!('Notification' in window)) this.state.set('missing');
    else if (remembered(STORAGE_KEY) === 'on' && Notification.permission === 'granted') this.state.set('on');
  }

  /** On a click or a key press only: browsers ask the person for permission then. */
  async toggle(): Promise<void> {
    const state = this.state.get();
    if (state === 'missing') return;
    if (state === 'on') return this.settle('off');
    const permission = await Notification.requestPermission();
    this.settle(permission === 'granted' ? 'on' : permission === 'denied' ? 'blocked' : 'off');
  }

  /** Tells of sessions that began to wait; a click on it brings the page to the front and shows the session. */
  tell(townName: string, sessions: readonly AgentSession[], onShow: (sessionName: string) => void): void {
    if (this.state.get() !== 'on' || sessions.length === 0) return;
    if (sessions.length > SEPARATE) {
      const names = sessions.map(({ name }) => apart(plainName(name))).join(', ');
      this.show(
        sessions[0]!.name,
        `${sessions.length} agents need you`,
        `${apart(townName)}: ${names}`,
        onShow,
      );
      return;
    }
    for (const { name, attentionReason } of sessions) {
      this.show(name, `${apart(plainName(name))} needs you`, attentionReason ?? townName, onShow);
    }
  }

  /** Takes back what was told of sessions that no longer wait. */
  takeBack(sessions: readonly AgentSession[]): void {
    const waiting = new Set(sessions.filter(needsAttention).map(({ name }) => name));
    for (const name of [...this.shown.keys()].filter((told) => !waiting.has(told))) this.close(name);
  }

  takeBackAll(): void {
    for (const name of [...this.shown.keys()]) this.close(name);
  }

  private show(name: string, title: string, body: string, onShow: (sessionName: string) => void): void {
    let notification: Notification;
    try {
      notification = new Notification(title, { body, tag: `gastown ${name}` });
    } catch {
      // Browsers of phones have the constructor, and refuse to be called.
      this.state.set('missing');
      return;
    }
    notification.onclick = () => {
      window.focus();
      onShow(name);
      this.close(name);
    };
    this.shown.set(name, notification);
  }

  private close(name: string): void {
    this.shown.get(name)?.close();
    this.shown.delete(name);
  }

  private settle(state: NotifierState): void {
    remember(STORAGE_KEY, state === 'on' ? 'on' : null);
    if (state !== 'on') this.takeBackAll();
    this.state.set(state);
  }
}
