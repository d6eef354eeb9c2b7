import type { GatewayFailure } from '../../api/failure';
import { apart, plainWords } from '../../api/plainWords';
import type { Ending } from './connectionState';

/** `advice` says what a person can do, or that nothing needs doing. */
export type Verdict = { reason: string; advice: string } & (
  { final: true; ending: Ending } | { final: false; atOnce: boolean }
);

const BY_ITSELF = 'It is tried again by itself.';
const OWNED_BY_OTHERS = 'Ask the town’s owner or the gateway’s operator.';
const LOG_IN = 'Log in again in any tab, then come back to this one.';

/** How the gateway ends the reason of a 4403 whose cause is the login and not the town. */
const LOGIN_OVER = 'log in again';

const FINAL = new Map<number, [Ending, string, string]>([
  [1000, ['ended', 'The session ended', 'Once the agent runs again, so does this terminal.']],
  [4403, ['revoked', 'You no longer have access to this town', OWNED_BY_OTHERS]],
  [4404, ['gone', 'There is no such session', 'Choose another one, or start the agent.']],
]);

const PASSING = new Map<number, [string, string]>([
  [1001, ['The gateway is restarting', 'Another node takes over in a moment.']],
  [1006, ['The connection was lost', BY_ITSELF]],
  [1009, ['A message was too big', 'What you sent last did not arrive: send it in smaller pieces.']],
  [1011, ['The gateway had an error', BY_ITSELF]],
  [4406, ['The sandbox does not speak this protocol', 'It may be older than the gateway.']],
  [4408, ['The connection went quiet', BY_ITSELF]],
  [4429, ['Too many connections are open', 'Close terminals in other tabs or panes.']],
  [4502, ['The sandbox can’t be reached', 'The gateway is there. ' + BY_ITSELF]],
  [4504, ['The sandbox does not answer', 'The gateway is there. ' + BY_ITSELF]],
]);

const LOGGED_OUT: Verdict = {
  final: true,
  ending: 'login',
  reason: 'Your login has ended',
  advice: LOG_IN,
};

/** What a closed socket means: over for good (and why), or worth another attempt. */
export function judgeClose(code: number, detail: string): Verdict {
  if (code === 4403 && detail.endsWith(LOGIN_OVER)) return LOGGED_OUT;
  const final = FINAL.get(code);
  if (final !== undefined) {
    const [ending, words, advice] = final;
    return { final: true, ending, reason: withDetail(words, detail), advice };
  }
  const [reason, advice] = PASSING.get(code) ?? [
    withDetail(`The connection closed (${code})`, detail),
    BY_ITSELF,
  ];
  return { final: false, atOnce: code === 1001, reason, advice };
}

/**
 * A refused handshake looks like a lost network to a browser, so the truth comes from the ticket call that
 * precedes every attempt: it says whether "never" or "later" is meant.
 */
export function judgeTicketFailure(failure: GatewayFailure): Verdict {
  const never = (ending: Ending, reason: string, advice: string): Verdict => ({
    final: true,
    ending,
    reason,
    advice,
  });
  const later = (reason: string, advice = BY_ITSELF): Verdict => ({
    final: false,
    atOnce: false,
    reason,
    advice,
  });
  switch (failure.code) {
    case 'UNAUTHORIZED':
      return LOGGED_OUT;
    case 'FORBIDDEN':
      return never('refused', 'The gateway refused this page', OWNED_BY_OTHERS);
    case 'NOT_FOUND':
      return never('gone', 'There is no such session', 'Choose another one, or start the agent.');
    case 'BAD_REQUEST':
      return never('refused', failure.message, 'Choose another session.');
    case 'PRECONDITION_FAILED':
      return later('The town is not running', 'Start the town; this terminal follows by itself.');
    case 'TOO_MANY_REQUESTS':
      return later('Too many attempts, slowing down');
    case 'BAD_GATEWAY':
      return later('The sandbox can’t be reached', 'The gateway is there. ' + BY_ITSELF);
    case 'GATEWAY_TIMEOUT':
      return later('The sandbox does not answer', 'The gateway is there. ' + BY_ITSELF);
    default:
      return navigator.onLine
        ? later(failure.message)
        : later('This device is offline', 'It goes on as soon as the network is back.');
  }
}

function withDetail(words: string, detail: string): string {
  const text = plainWords(detail);
  return text === '' || text.toLowerCase() === words.toLowerCase() ? words : `${words}: ${apart(text)}`;
}
