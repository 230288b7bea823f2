import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Store } from '../data/store';
import type { Caller } from './deps';

/**
 * Turns WeChat's word for a user into a caller: two reads. The relation is read anew each time, so that leaving, revoking
 * and a changed class take effect at the next call. A membership that is gone makes a stranger and not another of the same
 * person, or a request that is sent again after leaving would act in a role that nobody chose.
 * @param as the membership asked for, or the first; `orFirst` where that is as good.
 */
export async function identify(
  store: Store,
  openid: string,
  { as, orFirst }: { readonly as: string | undefined; readonly orFirst: boolean },
): Promise<Caller> {
  const account = await store.get('accounts', openid);
  const stranger: Caller = { kind: 'stranger', role: 'stranger', openid, account };
  const first = as === undefined || orFirst ? account?.memberships[0] : undefined;
  const membership = account?.memberships.find((m) => m.id === as) ?? first;
  if (!account || !membership) return stranger;
  if (membership.kind === 'family') {
    const person = await store.get('familyMembers', membership.id);
    return person?.openid === openid ? { kind: 'family', role: person.role, openid, account, person } : stranger;
  }
  const person = await store.get('staff', membership.id);
  return person?.openid === openid ? { kind: 'staff', role: person.role, openid, account, person } : stranger;
}

/** The caller as family, or the answer that it is not. */
export function familyOf(caller: Caller): Extract<Caller, { kind: 'family' }> {
  if (caller.kind !== 'family') throw new AppError('auth.forbidden');
  return caller;
}

/** The caller as staff, or the answer that it is not. */
export function staffOf(caller: Caller): Extract<Caller, { kind: 'staff' }> {
  if (caller.kind !== 'staff') throw new AppError('auth.forbidden');
  return caller;
}
