import {
  Bot,
  Crown,
  Dog,
  Eye,
  Factory,
  HardHat,
  HelpCircle,
  Landmark,
  Power,
  ScanEye,
  type LucideIcon,
} from 'lucide-react';
import type { Role } from '../api/types';

/** An icon and a word beside each role's colour: colour alone says nothing to many people. */
const ROLE_LOOKS: Record<Role, { label: string; icon: LucideIcon }> = {
  mayor: { label: 'Mayor', icon: Crown },
  deacon: { label: 'Deacon', icon: Landmark },
  boot: { label: 'Boot', icon: Power },
  dog: { label: 'Dog', icon: Dog },
  overseer: { label: 'Overseer', icon: ScanEye },
  witness: { label: 'Witness', icon: Eye },
  refinery: { label: 'Refinery', icon: Factory },
  crew: { label: 'Crew', icon: HardHat },
  polecat: { label: 'Polecat', icon: Bot },
  unknown: { label: 'Unknown', icon: HelpCircle },
};

export function RoleBadge({ role, testId }: { role: Role; testId?: string }) {
  const { label, icon: Icon } = ROLE_LOOKS[role];
  return (
    <span className="gt-role" data-testid={testId} data-role={role} style={{ color: `var(--${role})` }}>
      <Icon size={14} aria-hidden="true" />
      <span className="gt-role-label">{label}</span>
    </span>
  );
}
