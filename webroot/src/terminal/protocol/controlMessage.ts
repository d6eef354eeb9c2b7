/** Control messages are JSON objects with a `type`. Anything else on the text channel is nobody's business. */
export interface ControlMessage {
  type: string;
  [field: string]: unknown;
}

export function readControlMessage(frame: string): ControlMessage | null {
  try {
    const value: unknown = JSON.parse(frame);
    if (typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string') {
      return value as ControlMessage;
    }
  } catch {
    // Not JSON: not for us, and certainly not for the screen.
  }
  return null;
}

/** A size fit for a terminal, or null. */
export function readSize(message: ControlMessage): { cols: number; rows: number } | null {
  const { cols, rows } = message;
  return isCount(cols) && isCount(rows) ? { cols, rows } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 2_000;
}
