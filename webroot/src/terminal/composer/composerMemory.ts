/** Messages remembered for a town, the newest last. */
const KEPT_MESSAGES = 50;
/** All of a town's messages together, in characters; browsers give a page about 5 million. */
const KEPT_CHARACTERS = 200_000;

/**
 * Drafts and sent messages, in this tab alone and until it is closed: a message may hold a secret, which has no
 * business on the disk of a shared computer.
 */
export class ComposerMemory {
  private readonly drafts = new Map<string, string>();

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {}

  draftOf(session: string): string {
    return this.drafts.get(session) ?? this.read(DRAFT + session) ?? '';
  }

  keepDraft(session: string, text: string): void {
    this.drafts.set(session, text);
    this.write(DRAFT + session, text);
  }

  /** The town's messages, the newest last. */
  history(townId: string): string[] {
    try {
      const messages: unknown = JSON.parse(this.read(HISTORY + townId) ?? '[]');
      return Array.isArray(messages) ? messages.filter((message) => typeof message === 'string') : [];
    } catch {
      return [];
    }
  }

  remember(townId: string, message: string): void {
    const messages = this.history(townId).filter((earlier) => earlier !== message);
    messages.push(message);
    while (messages.length > 1 && (messages.length > KEPT_MESSAGES || size(messages) > KEPT_CHARACTERS))
      messages.shift();
    this.write(HISTORY + townId, JSON.stringify(messages));
  }

  private read(key: string): string | null {
    try {
      return this.storage.getItem(key);
    } catch {
      return null; // a browser that keeps nothing for this page
    }
  }

  private write(key: string, text: string): void {
    try {
      if (text === '') this.storage.removeItem(key);
      else this.storage.setItem(key, text);
    } catch {
      // The same; or there is no room, and then what fitted stays.
    }
  }
}

function size(messages: string[]): number {
  return messages.reduce((sum, { length }) => sum + length, 0);
}

const DRAFT = 'gastown.draft.';
const HISTORY = 'gastown.messages.';
