/** Who gets a card, and with which code. */
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { spaced } from '../accounts/codes';
import { newInvite, openInvites } from '../accounts/invites';
import { inSchoolOrder } from '../contacts/order';
import { peopleOfClass } from '../contacts/repository';
import type { FamilyMember, Invite, SchoolClass, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { allDrawn, type Picture, pageCode } from './page-codes';

/** One adult's card; the code is there as long as the adult is bound to no WeChat yet. */
export interface Card {
  readonly adult: string;
  readonly relation: string;
  readonly children: readonly string[];
  readonly className: string;
  readonly invite: CardInvite | null;
}
export interface CardInvite {
  /** Nine digits in groups of three. */
  readonly code: string;
  /** The last day on which it works. */
  readonly until: string;
  readonly qr: Picture;
}

/** The page that opens when the code is scanned; it finds the digits in the scene. */
const BIND_PAGE = 'features/account/pages/bind/index';

interface Holder {
  readonly member: FamilyMember;
  readonly relation: string;
  readonly students: readonly Student[];
}

/** The cards of a class by child, and the children they name. Codes that were given out and still work are shown again. */
export async function cardsOf(
  ctx: Ctx,
  schoolClass: SchoolClass,
): Promise<{ readonly cards: readonly Card[]; readonly studentIds: readonly string[] }> {
  const { students, members } = await peopleOfClass(ctx.store, schoolClass);
  const holders = holdersOf(students, members);
  const unbound = holders.map(({ member }) => member).filter(({ openid }) => openid === null);
  const codes = await codesOf(ctx, unbound);
  const cards = await allDrawn(holders, async ({ member, relation, students: children }) => {
    const code = codes.get(member._id);
    const names = children.map(({ name }) => name);
    const invite = code ? await drawn(ctx, code) : null;
    return { adult: member.name, relation, children: names, className: schoolClass.name, invite };
  });
  const studentIds = new Set(holders.flatMap((holder) => holder.students.map(({ _id }) => _id)));
  return { cards, studentIds: [...studentIds] };
}

/** Adults with a right to contact, parents first, each with its children of this class. */
function holdersOf(students: readonly Student[], members: readonly FamilyMember[]): Holder[] {
  const sorted = [...students].sort(inSchoolOrder);
  const placeOf = new Map(sorted.map(({ _id }, i) => [_id, i]));
  const holders = members.flatMap((member): Holder[] => {
    const links = member.children.filter(({ studentId, mayContact }) => mayContact && placeOf.has(studentId));
    const children = sorted.filter(({ _id }) => links.some(({ studentId }) => studentId === _id));
    const [link] = links;
    return link ? [{ member, relation: link.relation, students: children }] : [];
  });
  const place = ({ students: [first] }: Holder) => placeOf.get(first?._id ?? '') ?? 0;
  const isGuardian = ({ member }: Holder) => Number(member.role === 'guardian');
  return holders.sort((a, b) => place(a) - place(b) || isGuardian(a) - isGuardian(b));
}

type Code = { readonly code: string; readonly invite: Invite };

/** A code for each of the adults: the open one, or a new one. New ones are stored in one write. */
async function codesOf(ctx: Ctx, members: readonly FamilyMember[]): Promise<ReadonlyMap<string, Code>> {
  const open = await openInvites(
    ctx,
    members.map(({ _id }) => _id),
  );
  const codes = members.map((member): [string, Code] => {
    const invite = open.get(member._id);
    return [member._id, invite ? { code: ctx.vault.open(invite.code), invite } : newInvite(ctx, member, 'family')];
  });
  const fresh = codes.filter(([personId]) => !open.has(personId)).map(([, { invite }]) => invite);
  if (fresh.length > 0) await ctx.store.insert('invites', fresh);
  return new Map(codes);
}

const drawn = async ({ wechat }: Ctx, { code, invite }: Code): Promise<CardInvite> => ({
  code: spaced(code),
  until: dayOf(invite.expiresAt),
  qr: await pageCode(wechat, BIND_PAGE, `c=${code}`),
});
