import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../miniprogram/shared/access/permissions';
import { FIELD_KEYS, fieldOf } from '../../miniprogram/shared/domain/child-file';
import { mayWith, seesCareStatus, seesContact, seesHome } from '../../miniprogram/shared/domain/contact-file';

const member = fc.record({
  personId: fc.constantFrom('a', 'b', 'c', 'd'),
  role: fc.constantFrom('parent', 'guardian'),
  legalGuardian: fc.boolean(),
});
const viewer = fc.record({ role: fc.constantFrom(...ROLES), personId: fc.constantFrom('a', 'b', 'c', 'x') });
const isFamily = (role: string) => role === 'parent' || role === 'guardian';

describe('who sees what of a file', () => {
  it('no family member sees how to find a parent but itself', () => {
    fc.assert(
      fc.property(viewer, member, (who, one) => {
        if (isFamily(who.role) && one.role === 'parent')
          expect(seesContact(who, one)).toBe(one.personId === who.personId);
        else expect(seesContact(who, one)).toBe(true);
      }),
    );
  });

  it('a parent without custody does not see where the child lives, nor does a stranger to the file', () => {
    fc.assert(
      fc.property(viewer, fc.array(member), (who, members) => {
        const own = members.filter(({ personId }) => personId === who.personId);
        const mayKnow = own.some(({ role, legalGuardian }) => legalGuardian || role === 'guardian');
        expect(seesHome(who, members)).toBe(!isFamily(who.role) || mayKnow);
      }),
    );
  });

  it('no family sees the mark of being left behind', () => {
    for (const role of ROLES) expect(seesCareStatus({ role, personId: 'a' })).toBe(!isFamily(role));
  });
});

const rights = fc.record({
  edit: fc.boolean(),
  propose: fc.boolean(),
  health: fc.boolean(),
  aid: fc.boolean(),
  rights: fc.boolean(),
});
const key = fc.constantFrom(...FIELD_KEYS);
const family = fc.constantFrom('parent', 'guardian');
const staff = fc.constantFrom('teacher', 'school_admin');

describe('what somebody may do with a fact', () => {
  /** A fact with whose it is: the child's, or an adult's of the file. */
  const fact = fc.tuple(key, member, fc.array(member, { maxLength: 3 })).map(([field, one, others]) => ({
    field,
    one,
    members: [one, ...others],
    about: fieldOf(field).of === 'pupil' ? ('child' as const) : one,
  }));

  it('no family edits, and it proposes only what the table lets it, of its own or its home', () => {
    fc.assert(
      fc.property(family, viewer, rights, fact, (role, who, has, { field, one, members, about }) => {
        const may = mayWith({ ...who, role, rights: has }, field, about, members);
        expect(may).not.toBe('edit');
        if (may !== 'propose') return;
        const { proposes } = fieldOf(field);
        expect(has.propose).toBe(true);
        if (proposes === 'self') expect(one.personId).toBe(who.personId);
        else expect([proposes, seesHome({ ...who, role }, members)]).toEqual(['home', true]);
      }),
    );
  });

  it('no family reads what the school notes of it, nor of another adult more than seesContact says, nor anybody else’s rights', () => {
    fc.assert(
      fc.property(family, viewer, rights, fact, (role, who, has, { field, one, members, about }) => {
        if (mayWith({ ...who, role, rights: has }, field, about, members) === undefined) return;
        expect(['pupil.careStatus', 'pupil.guardianship', 'pupil.assessment']).not.toContain(field);
        const { section } = fieldOf(field);
        if (about === 'child') {
          if (['home', 'health', 'aid'].includes(section)) expect(seesHome({ ...who, role }, members)).toBe(true);
        } else if (one.personId !== who.personId) {
          expect(section).toBe('person');
          if (field !== 'member.name' && field !== 'link.relation') expect(one.role).toBe('guardian');
        }
      }),
    );
  });

  it('staff see all but health and aid without their permissions, edit with it, and change rights only with both', () => {
    fc.assert(
      fc.property(staff, viewer, rights, fact, (role, who, has, { field, members, about }) => {
        const may = mayWith({ ...who, role, rights: has }, field, about, members);
        const { section } = fieldOf(field);
        const hidden = (section === 'health' && !has.health) || (section === 'aid' && !has.aid);
        expect(may === undefined).toBe(hidden);
        if (may === 'edit') expect(has.edit && (section !== 'rights' || has.rights)).toBe(true);
        if (may === 'propose') expect([has.edit, has.propose, section === 'rights']).toEqual([false, true, false]);
      }),
    );
  });
});
