import { firstRung } from '../../../miniprogram/shared/domain/audience';
import { RUNGS, type Rung } from '../../../miniprogram/shared/domain/ladder';
import { familiesOf } from '../../../miniprogram/shared/domain/receipts';
import type { Account } from '../data/documents';
import { inParts } from '../data/parts';
import type { Deps } from '../kernel/deps';
import { creditsLeft } from '../outbox/credits';
import { templateFor } from '../wechat/templates';
import type { Addressed } from './recipients';

type Needs = Pick<Deps, 'store' | 'templates' | 'schoolOf'>;

/** How many people and families, and at which rung the ladder of how many really begins. */
export type Reached = Readonly<Record<'people' | 'families' | Rung, number>>;

/** Who is reached how, and who can only be visited. A read for each thousand WeChat users. */
export async function reachOf(ctx: Needs, schoolId: string, recipients: readonly Addressed[]) {
  const pushable = await mayBePushed(
    ctx,
    schoolId,
    recipients.flatMap(({ person, ways }) => (ways[0] === 'wechat' ? (person.openid ?? []) : [])),
  );
  const rungs = recipients.map(({ person, ways }) => firstRung(ways, pushable.has(person.openid ?? '')));
  const lines = recipients.map(({ children }) => ({ studentIds: children.map(({ _id }) => _id) }));
  const byRung = Object.fromEntries(RUNGS.map((rung) => [rung, rungs.filter((r) => r === rung).length]));
  const reached: Reached = {
    people: recipients.length,
    families: familiesOf(lines).length,
    ...(byRung as Record<Rung, number>),
  };
  return { reached, unreached: recipients.filter((_, i) => rungs[i] === 'visit') };
}

const USERS_AT_ONCE = 1000;

/** The users who allowed at least one more message about notices, by the template with which it would leave. */
export async function mayBePushed(
  { store, templates, schoolOf }: Needs,
  schoolId: string,
  openids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { longTerm } = await schoolOf(schoolId);
  const parts = inParts([...new Set(openids)], USERS_AT_ONCE).map((part) =>
    store.list('accounts', { where: { _id: { in: part } }, limit: part.length, fields: ['credits'] }),
  );
  const accounts = (await Promise.all(parts)).flat();
  const allows = (account: Account): boolean => {
    const left = (templateId: string) => creditsLeft(account, templateId);
    return left(templateFor(templates.notice, { longTerm, left }).id) > 0;
  };
  return new Set(accounts.filter(allows).map(({ _id }) => _id));
}
