import type { KeyHelp, PageAction } from '../actions/actionRegistry';

export interface HelpSection {
  place: string;
  rows: { keys: string[]; says: string }[];
}

/** What works anywhere, from the very actions that the keys are matched against; then what works in some place. */
export function helpSections(actions: readonly PageAction[], keyHelp: readonly KeyHelp[]): HelpSection[] {
  const anywhere = actions.flatMap(({ keys, label }) =>
    keys === undefined || keys.length === 0 ? [] : [{ keys, says: label }],
  );
  const places = [...new Set(keyHelp.map(({ place }) => place))];
  return [
    { place: 'Anywhere', rows: anywhere },
    ...places.map((place) => ({ place, rows: keyHelp.filter((row) => row.place === place) })),
  ];
}
