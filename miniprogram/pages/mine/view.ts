import type { Session } from '../../services/session';
import type { Membership } from '../../shared/contract';
import { ROLE_NAMES } from '../../shared/text/zh';

/** A membership as it is shown: 「王强」, 「家长 · 青山镇中心小学」. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly about: string;
}
export interface Mine {
  readonly current: Identity | null;
  readonly others: readonly Identity[];
}

export function mineOf({ memberships, current }: Pick<Session, 'memberships' | 'current'>): Mine {
  const shown = memberships.map(identityOf);
  return {
    current: shown.find(({ id }) => id === current) ?? null,
    others: shown.filter(({ id }) => id !== current),
  };
}

const identityOf = ({ id, name, role, schoolName }: Membership): Identity => ({
  id,
  name,
  about: `${ROLE_NAMES[role]} · ${schoolName}`,
});
