import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../miniprogram/shared/access/permissions';
import { seesCareStatus, seesContact, seesHome } from '../../miniprogram/shared/domain/contact-file';

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
