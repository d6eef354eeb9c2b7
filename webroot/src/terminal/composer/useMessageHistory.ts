import { useRef } from 'react';
import type { ComposerMemory } from './composerMemory';

/** Walks through a town's messages and back to what was being written. */
export function useMessageHistory(memory: ComposerMemory, townId: string) {
  /** Which message is shown, from the newest; null while a new one is written. */
  const place = useRef<number | null>(null);
  const draft = useRef('');

  return {
    /** @returns what the box shall show now, or null when there is nothing further that way */
    walk(direction: 'older' | 'newer', text: string): string | null {
      const messages = memory.history(townId);
      if (place.current === null) draft.current = text;
      const next = (place.current ?? -1) + (direction === 'older' ? 1 : -1);
      if (next >= messages.length || next < -1) return null;
      place.current = next === -1 ? null : next;
      return next === -1 ? draft.current : messages.at(-1 - next)!;
    },
    /** A message of the past that is changed is a new one; what was being written before is not lost by that. */
    edited(): void {
      if (place.current !== null && draft.current.trim() !== '') memory.remember(townId, draft.current);
      place.current = null;
    },
    /** @returns what the box shall show now: what was being written before, when a message of the past was sent again */
    sent(message: string): string {
      const rest = place.current === null ? '' : draft.current;
      place.current = null;
      memory.remember(townId, message);
      return rest;
    },
  };
}
