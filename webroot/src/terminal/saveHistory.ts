import type { Terminal } from '@xterm/xterm';
import { plainName } from '../api/plainWords';
import { historyText } from './screen/plainText';

/** Hands the terminal's text to the browser as a file, named after the session and the moment. */
export function saveHistory(terminal: Terminal, sessionName: string): void {
  const address = URL.createObjectURL(new Blob([historyText(terminal)], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${plainName(sessionName)}-${fileTime(new Date())}.txt`;
  link.click();
  URL.revokeObjectURL(address);
}

/** The local time as file names can hold it: `2026-05-17-143000`. */
export function fileTime(moment: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const date = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  return `${date}-${two(moment.getHours())}${two(moment.getMinutes())}${two(moment.getSeconds())}`;
}
