import type { Choice } from '../components/choice-chips/index';
import { currentMembership, ensureSession, lastView } from '../services/session';
import type { ChildRef } from '../shared/contract';
import { AppError } from '../shared/errors/catalogue';
import { givenName } from '../shared/text/names';

/** The family's children as the first screen had them last. */
function familyChildren(): readonly ChildRef[] {
  const view = lastView();
  return view?.kind === 'family' ? view.children : [];
}

/**
 * A page about one of a family's children: opened without one it is about the first; where there are several, `children` has them to tap.
 * `load` begins with `await this.whichChild()`.
 */
export const ofChild = Behavior({
  properties: {
    studentId: { type: String, value: '' },
  },
  data: { children: [] as Choice[] },
  methods: {
    /** The child's id. @throws AppError `auth.unbound` where nobody is bound yet, `common.not-found` where the person has no child here. */
    async whichChild(): Promise<string> {
      await ensureSession();
      const known = familyChildren();
      const studentId = this.data.studentId || known[0]?.id;
      if (!studentId) throw new AppError(currentMembership() ? 'common.not-found' : 'auth.unbound');
      const several = known.length > 1 && known.some(({ id }) => id === studentId);
      const children = several ? known.map(({ id, name }) => ({ value: id, label: givenName(name) })) : [];
      this.setData({ studentId, children });
      return studentId;
    },
  },
});
