import { apart } from '../api/plainWords';
import type { Town } from '../api/types';

interface TownSwitcherProps {
  towns: Town[];
  townId: string;
  onSwitch(townId: string): void;
}

/** Who has one town reads its name; who has more can choose. */
export function TownSwitcher({ towns, townId, onSwitch }: TownSwitcherProps) {
  const current = towns.find((town) => town.townId === townId);
  if (towns.length === 1)
    return (
      <p className="gt-town-name" dir="auto">
        {current && nameOf(current)}
      </p>
    );
  return (
    <select
      className="gt-town-switcher"
      aria-label="Town"
      value={townId}
      onChange={(event) => onSwitch(event.target.value)}
    >
      {towns.map((town) => (
        <option key={town.townId} value={town.townId}>
          {nameOf(town)}
        </option>
      ))}
    </select>
  );
}

function nameOf({ name, status }: Town): string {
  return status === 'running' ? name : `${apart(name)} (${apart(status)})`;
}
