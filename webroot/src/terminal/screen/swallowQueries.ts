import type { Terminal } from '@xterm/xterm';

const FOCUS_REPORTING = 1004;

/**
 * tmux has answered every question a program asks its terminal. xterm would answer the same bytes once more,
 * and each viewer's answer would arrive in the agent's input as if it had been typed: so questions are
 * swallowed here, in snapshots and live alike.
 */
export function swallowQueries({ parser }: Terminal): void {
  const swallow = () => true;

  parser.registerCsiHandler({ final: 'c' }, swallow); // DA1
  parser.registerCsiHandler({ prefix: '>', final: 'c' }, swallow); // DA2
  parser.registerCsiHandler({ prefix: '=', final: 'c' }, swallow); // DA3
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow); // XTVERSION
  parser.registerCsiHandler({ final: 'n' }, swallow); // DSR
  parser.registerCsiHandler({ prefix: '?', final: 'n' }, swallow); // DECDSR
  parser.registerCsiHandler({ intermediates: '$', final: 'p' }, swallow); // DECRQM
  parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, swallow);
  parser.registerCsiHandler({ prefix: '?', final: 'u' }, swallow); // kitty keyboard
  parser.registerCsiHandler({ final: 't' }, swallow); // window reports and resizing
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow); // DECRQSS
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, swallow); // XTGETTCAP

  // Colours: setting them is fine, asking for them is not.
  for (const color of [4, 5, 10, 11, 12, 13, 14, 17, 19]) {
    parser.registerOscHandler(color, (data) => data.split(';').includes('?'));
  }
}

/**
 * A program that switches focus reporting on is told the focus at once by xterm, and once more by each viewer: nobody
 * has focused anything. What is answered tells such a report from a person's.
 */
export function findUnaskedFocusReports({ parser }: Terminal): (data: string) => boolean {
  let switching = false;
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => {
    if (params.flat().includes(FOCUS_REPORTING)) {
      switching = true;
      // xterm reports before anything else can happen.
      queueMicrotask(() => (switching = false));
    }
    return false;
  });
  return (data) => switching && (data === '\x1b[I' || data === '\x1b[O');
}
