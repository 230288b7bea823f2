import type { HomeView, Output } from '../../../miniprogram/shared/contract';
import type { Caller, Ctx } from '../kernel/deps';
import type { Handlers } from '../kernel/serve';
import { creditsLeft } from '../outbox/credits';
import { type DeployedPair, type TemplateKind, templateFor } from '../wechat/templates';
import { familyHome } from './family';
import { boothHome, counsellorHome, schoolHome, teacherHome, volunteerHome } from './staff';

export const homeHandlers: Handlers<'home'> = {
  async 'home.open'(ctx) {
    const { caller } = ctx;
    const memberships = (caller.account?.memberships ?? []).map(({ kind: _, ...membership }) => membership);
    return {
      memberships,
      current: caller.kind === 'stranger' ? null : caller.person._id,
      subscriptions: await subscriptionsOf(ctx),
      home: await homeOf(ctx, caller),
    };
  },
};

function homeOf(ctx: Ctx, caller: Caller): Promise<HomeView> {
  switch (caller.role) {
    case 'stranger':
      return Promise.resolve({ kind: 'stranger' });
    case 'parent':
    case 'guardian':
      return familyHome(ctx, caller.person, caller.role);
    case 'teacher':
      return teacherHome(ctx, caller.person);
    case 'school_admin':
      return schoolHome(ctx, caller.person);
    case 'counsellor':
      return counsellorHome(ctx, caller.person);
    case 'booth':
      return boothHome(ctx, caller.person);
    case 'volunteer':
      return volunteerHome(ctx, caller.person);
    case 'bureau':
      return Promise.resolve({ kind: 'bureau', name: caller.person.name });
  }
}

/** What this family is asked for, and how much of it is left: the long-term templates where its school has them. */
async function subscriptionsOf({ caller, templates, schoolOf }: Ctx): Promise<Output<'home.open'>['subscriptions']> {
  if (caller.kind !== 'family') return [];
  const { longTerm } = await schoolOf(caller.person.schoolId);
  return (Object.entries(templates) as [TemplateKind, DeployedPair][]).map(([kind, pair]) => {
    const { id: templateId } = templateFor(pair, { longTerm });
    return {
      kind,
      templateId,
      left: creditsLeft(caller.account, templateId),
      lasting: templateId === pair.lasting?.id,
    };
  });
}
