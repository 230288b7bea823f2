import { codeId } from '../data/by-code';
import type { FamilyMember, Invite, Staff } from '../data/documents';
import type { Ctx, Deps } from '../kernel/deps';
import { INVITE_DAYS, makeCode } from './codes';

const DAY_MS = 86_400_000;

/** A new open invite for a person; it is not stored yet. */
export function newInvite(
  deps: Pick<Deps, 'vault' | 'dice' | 'now'>,
  person: Pick<FamilyMember | Staff, '_id' | 'schoolId'>,
  personKind: Invite['personKind'],
): { readonly code: string; readonly invite: Invite } {
  const code = makeCode(deps.dice);
  return {
    code,
    invite: {
      _id: codeId(deps.vault, 'invites', code),
      schoolId: person.schoolId,
      personId: person._id,
      personKind,
      code: deps.vault.seal(code),
      expiresAt: deps.now() + INVITE_DAYS * DAY_MS,
      status: 'open',
      usedAt: null,
    },
  };
}

/** The open codes of some people, so that a card printed twice shows the same code: personId → invite. */
export async function openInvites(
  ctx: Pick<Ctx, 'store' | 'now'> & { readonly reach: Pick<Ctx['reach'], 'schoolId'> },
  personIds: readonly string[],
): Promise<Map<string, Invite>> {
  if (personIds.length === 0) return new Map();
  const invites = await ctx.store.list('invites', {
    where: { schoolId: ctx.reach.schoolId, personId: { in: personIds }, status: 'open' },
    limit: 1000,
  });
  return new Map(invites.filter((invite) => invite.expiresAt > ctx.now()).map((invite) => [invite.personId, invite]));
}
