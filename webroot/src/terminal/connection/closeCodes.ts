import type { GatewayFailure } from '../../api/failure';
import type { Ending } from './connectionState';

export type Verdict =
  { final: true; ending: Ending; reason: string } | { final: false; atOnce: boolean; reason: string };

const FINAL = new Map<number, [Ending, string]>([
  [1000, ['ended', 'The session ended']],
  [4403, ['revoked', 'You no longer have access to this town']],
  [4404, ['gone', 'There is no such session']],
]);

const PASSING = new Map<number, string>([
  [1001, 'The gateway is restarting'],
  [1006, 'The connection was lost'],
  [1009, 'A message was too big'],
  [1011, 'The gateway had an error'],
  [4406, 'The sandbox does not speak this protocol'],
  [4408, 'The connection went quiet'],
  [4429, 'Too many connections are open'],
  [4502, 'The sandbox can’t be reached'],
  [4504, 'The sandbox does not answer'],
]);

/** What a closed socket means: over for good (and why), or worth another attempt. */
export function judgeClose(code: number, detail: string): Verdict {
  const final = FINAL.get(code);
  if (final !== undefined) {
    const [ending, words] = final;
    return { final: true, ending, reason: withDetail(words, detail) };
  }
  return {
    final: false,
    atOnce: code === 1001,
    reason: PASSING.get(code) ?? withDetail(`The connection closed (${code})`, detail),
  };
}

/**
 * A refused handshake looks like a lost network to a browser, so the truth comes from the ticket call that
 * precedes every attempt: it says whether "never" or "later" is meant.
 */
export function judgeTicketFailure(failure: GatewayFailure): Verdict {
  switch (failure.code) {
    case 'UNAUTHORIZED':
      return { final: true, ending: 'login', reason: 'Your login has expired' };
    case 'FORBIDDEN':
      return { final: true, ending: 'refused', reason: 'The gateway refused this page' };
    case 'NOT_FOUND':
      return { final: true, ending: 'gone', reason: 'There is no such session' };
    case 'BAD_REQUEST':
      return { final: true, ending: 'refused', reason: failure.message };
    case 'PRECONDITION_FAILED':
      return { final: false, atOnce: false, reason: 'The town is not running' };
    case 'TOO_MANY_REQUESTS':
      return { final: false, atOnce: false, reason: 'Too many attempts, slowing down' };
    case 'BAD_GATEWAY':
      return { final: false, atOnce: false, reason: 'The sandbox can’t be reached' };
    case 'GATEWAY_TIMEOUT':
      return { final: false, atOnce: false, reason: 'The sandbox does not answer' };
    default:
      return { final: false, atOnce: false, reason: failure.message };
  }
}

function withDetail(words: string, detail: string): string {
  const text = detail.trim().slice(0, 120);
  return text === '' || text.toLowerCase() === words.toLowerCase() ? words : `${words}: ${text}`;
}
