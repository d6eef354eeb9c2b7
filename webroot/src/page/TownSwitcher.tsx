import type { Town } from '../api/types';

interface TownSwitcherProps {
  towns: Town[];
  townId: string;
  onSwitch(townId: string): void;
}

/** Who has one town reads its name; who has more can choose. */
export function TownSwitcher({ towns, townId, onSwitch }: TownSwitcherProps) {
  const current = towns.find((town) => town.townId === townId);
  if (towns.length === 1) return <p className="gt-town-name">{current?.name}</p>;
  return (
    <select
      className="gt-town-switcher"
      aria-label="Town"
      value={townId}
      onChange={(event) => onSwitch(event.target.value)}
    >
      {towns.map(({ townId: id, name, status }) => (
        <option key={id} value={id}>
          {status === 'running' ? name : `${name} (${status})`}
        </option>
      ))}
    </select>
  );
}
