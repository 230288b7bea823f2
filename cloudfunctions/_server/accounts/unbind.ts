import type { Store } from '../data/store';

/** Ends what binds a WeChat user to a person, on both sides; nothing where the person is bound to another one by now. */
export function letGo(
  store: Store,
  people: 'familyMembers' | 'staff',
  personId: string,
  openid: string,
): Promise<void> {
  return store.transact(async (tx) => {
    const person = await tx.get(people, personId);
    if (person?.openid !== openid) return;
    const account = await tx.get('accounts', openid);
    const memberships = account?.memberships.filter((m) => m.id !== personId) ?? [];
    await tx.update('accounts', openid, { set: { memberships } });
    await tx.update(people, personId, { set: { openid: null } });
  });
}
