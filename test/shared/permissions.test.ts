import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CallerRole,
  type Permission,
  permissions,
  ROLES,
  type Scope,
  scopesOf,
} from '../../miniprogram/shared/access/permissions';
import { contract } from '../../miniprogram/shared/contract';
import { ROOT } from '../../scripts/paths';

const ALL = Object.keys(permissions) as Permission[];
const EVERYONE: readonly CallerRole[] = ['stranger', ...ROLES];

/** How far each role can reach at all: by which relation it knows children, whatever it is allowed. */
const REACH: Readonly<Record<CallerRole, readonly Scope[]>> = {
  stranger: ['none'],
  parent: ['none', 'own'],
  guardian: ['none', 'own'],
  teacher: ['none', 'class', 'paired', 'duty', 'desk', 'was_on_duty', 'officer'],
  counsellor: ['none', 'school', 'officer'],
  school_admin: ['none', 'school'],
  bureau: ['none', 'counts'],
  volunteer: ['none', 'paired'],
  booth: ['none', 'point'],
};

/** Parts of a file for which methods look beside their own permission (`ctx.reachFor`). */
const PARTS: readonly Permission[] = ['contacts.health', 'contacts.aid', 'contacts.rights'];

const grants = EVERYONE.flatMap((role) => ALL.map((permission) => ({ role, permission })));

describe('permissions', () => {
  it('are each needed by a method, or by a part of a file', () => {
    const needed = new Set([...Object.values(contract).map(({ permission }) => permission), ...PARTS]);
    const looking = readFileSync(join(ROOT, 'cloudfunctions/_server/contacts/viewing.ts'), 'utf8');
    for (const part of PARTS) expect(looking).toContain(`'${part}'`);
    expect(ALL.filter((permission) => !needed.has(permission))).toEqual([]);
  });

  it('are each somebody’s', () => {
    expect(ALL.filter((permission) => EVERYONE.every((role) => scopesOf(role, permission).length === 0))).toEqual([]);
  });

  it('reach no further than the role knows children', () => {
    // The duty roster is every teacher's and tells of no child; of handovers a teacher finds those with the own name (handover/); and that
    // something is wrong with a child, whosever it is, anybody of the school may say (强制报告意见 2020), which tells the teacher nothing.
    const besides: readonly Permission[] = ['handover.read', 'concerns.raise'];
    const ofChildren = grants.filter(
      ({ permission }) => !permission.startsWith('duty.') && !besides.includes(permission),
    );
    const tooFar = ofChildren.flatMap(({ role, permission }) =>
      scopesOf(role, permission)
        .filter((scope) => !REACH[role].includes(scope))
        .map((scope) => `${role} ${permission} ${scope}`),
    );
    expect(tooFar).toEqual([]);
  });

  it('let a stranger do nothing but see the door, bind, leave where it has left already, and tell on what stands on paper', () => {
    expect(ALL.filter((permission) => scopesOf('stranger', permission).length > 0)).toEqual([
      'home.open',
      'accounts.bind',
      'accounts.leave',
      'notices.relay',
    ]);
  });

  it('give the bureau figures, and the volunteer the children who were given to it', () => {
    const beyond = (role: CallerRole, allowed: readonly Scope[]) =>
      ALL.filter((permission) => scopesOf(role, permission).some((scope) => !allowed.includes(scope)));
    expect(beyond('bureau', ['none', 'counts'])).toEqual([]);
    expect(beyond('volunteer', ['none', 'paired'])).toEqual([]);
  });

  it('open the file, the phone and the records of a child to nobody who has no relation to it', () => {
    for (const permission of ['contacts.read', 'contacts.phone'] as const)
      for (const role of ['stranger', 'counsellor', 'bureau', 'volunteer', 'booth'] as const)
        expect(scopesOf(role, permission), `${role} ${permission}`).toEqual([]);
    for (const permission of ['records.read', 'records.open', 'records.write'] as const)
      for (const role of ['stranger', 'bureau', 'booth'] as const)
        expect(scopesOf(role, permission), `${role} ${permission}`).toEqual([]);
    // A letter is between a parent and a child; the tablet is the child's.
    for (const permission of ['letters.family', 'letters.booth'] as const)
      for (const role of EVERYONE.filter((one) => one !== 'parent' && one !== 'booth'))
        expect(scopesOf(role, permission), `${role} ${permission}`).toEqual([]);
  });

  it('let everybody who is bound come in and leave', () => {
    for (const role of ROLES) {
      expect(scopesOf(role, 'home.open')).not.toEqual([]);
      expect(scopesOf(role, 'accounts.leave')).toEqual(['none']);
    }
  });
});
