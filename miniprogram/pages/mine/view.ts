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
  /** Whether WeChat can remind this person at all: the school's staff are not reminded. */
  readonly reminded: boolean;
}

export function mineOf({ memberships, current, subscriptions }: Session): Mine {
  const shown = memberships.map(identityOf);
  return {
    current: shown.find(({ id }) => id === current) ?? null,
    others: shown.filter(({ id }) => id !== current),
    reminded: current !== null && subscriptions.length > 0,
  };
}

const identityOf = ({ id, name, role, schoolName }: Membership): Identity => ({
  id,
  name,
  about: `${ROLE_NAMES[role]} · ${schoolName}`,
});
