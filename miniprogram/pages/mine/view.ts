import type { Session } from '../../services/session';
import type { HomeView, Membership, Subscription } from '../../shared/contract';
import { mayAskFor, reminderWords } from '../../shared/text/reminders';
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
  /** Of what WeChat reminds this person, and how often still; none for the school's staff, who are not reminded. */
  readonly reminders: readonly { readonly kind: string; readonly name: string; readonly words: string }[];
  /** Of a family: what the school has on file is one tap away. */
  readonly hasFile: boolean;
  /** Of the staff: a handover that waits for this person's signature; empty where none does. */
  readonly toSign: string;
  /** There is something to say yes to. */
  readonly mayAsk: boolean;
}

const REMINDERS: Readonly<Record<Subscription['kind'], string>> = {
  notice: '老师的通知',
  call: '约好的通话',
  contact: '和孩子联系',
};

/** `home`: what the first screen showed last, if anything. */
export function mineOf({ memberships, current, subscriptions }: Session, home?: HomeView): Mine {
  const shown = memberships.map(identityOf);
  const reminded = current === null ? [] : subscriptions.filter(({ templateId }) => templateId);
  return {
    current: shown.find(({ id }) => id === current) ?? null,
    others: shown.filter(({ id }) => id !== current),
    reminders: reminded.map((one) => ({ kind: one.kind, name: REMINDERS[one.kind], words: reminderWords(one) })),
    hasFile: home?.kind === 'family' && home.children.length > 0,
    toSign: home && 'toSign' in home ? (home.toSign ?? '') : '',
    mayAsk: reminded.some(mayAskFor),
  };
}

const identityOf = ({ id, name, role, schoolName }: Membership): Identity => ({
  id,
  name,
  about: `${ROLE_NAMES[role]} · ${schoolName}`,
});
