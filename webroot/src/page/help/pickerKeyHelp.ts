import { FILTER_KEYS, LIST_KEYS, ROW_KEYS } from '../../picker/listKeys';
import type { KeyHelp } from '../actions/actionRegistry';

/** The keys of the list and its filter, from the tables that they obey. */
export const PICKER_KEY_HELP: readonly KeyHelp[] = [
  ...[...ROW_KEYS, ...LIST_KEYS].map(({ keys, says }) => ({ place: 'In the list', keys, says })),
  ...FILTER_KEYS.map(({ keys, says }) => ({ place: 'In the filter', keys, says })),
];
