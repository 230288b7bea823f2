/** Pupils who help pupils (小老师、手拉手): the class's own affair. */
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { studentIn } from '../contacts/repository';
import type { Student } from '../data/documents';
import { byIds } from '../data/reads';
import { reaches } from '../kernel/reach';
import type { Handlers } from '../kernel/serve';
import { classesOf } from '../school/repository';
import { refOf } from './board';
import { pupilPairsIn, pupilsOf } from './repository';
import { actOf, pairingIn } from './requests';
import { endPairing, helpWith } from './save';

type PupilMethods = 'pairing.pupils' | 'pairing.pairPupils' | 'pairing.endPupils';

export const pupilHandlers: Pick<Handlers<'pairing'>, PupilMethods> = {
  async 'pairing.pupils'({ store, reach }, { classId: asked }) {
    const classes = await classesOf(store, reach);
    const chosen = asked === undefined ? classes[0] : classes.find(({ _id }) => _id === asked);
    if (asked !== undefined && !chosen) throw new AppError('common.not-found');
    const pupils = chosen ? await pupilsOf(store, chosen) : [];
    const pairs = await pupilPairsIn(
      store,
      reach,
      pupils.map(({ _id }) => _id),
    );
    const byId = new Map(pupils.map((pupil) => [pupil._id, pupil]));
    const elsewhere = pairs.flatMap(({ mentorId }) => (byId.has(mentorId) ? [] : [mentorId]));
    const others = elsewhere.length > 0 ? await byIds(store, 'students', elsewhere, ['name', 'className']) : new Map();
    return {
      classId: chosen?._id ?? null,
      classes: classes.map(({ _id: id, name }) => ({ id, name })),
      pupils: pupils.map(refOf),
      pairs: pairs.flatMap(({ _id: pairingId, studentId, mentorId, from }) => {
        const [child, helper]: (Student | undefined)[] = [
          byId.get(studentId),
          byId.get(mentorId) ?? others.get(mentorId),
        ];
        return child && helper ? [{ pairingId, child: refOf(child), helper: refOf(helper), from }] : [];
      }),
    };
  },

  async 'pairing.pairPupils'(ctx, { requestKey, studentId, helperIds }) {
    const { store, reach } = ctx;
    await studentIn(store, reach, studentId);
    const helpers = await byIds(store, 'students', helperIds, ['schoolId', 'classId', 'status']);
    const mayHelp = (id: string) => {
      const helper = helpers.get(id);
      return helper?.status === 'active' && reaches(reach, helper);
    };
    if (!helperIds.every(mayHelp)) throw new AppError('common.not-found');
    if (helperIds.includes(studentId)) throw new AppError('input.invalid', { field: 'helperIds', rule: 'self' });
    const act = actOf(ctx, requestKey, 'other');
    await store.transact(async (tx) => {
      for (const id of new Set(helperIds)) {
        const helper = await tx.get('students', id);
        if (helper?.status !== 'active') throw new AppError('common.not-found');
        const begun = await helpWith(tx, helper, studentId, act);
        if (begun === 'full' || begun === 'busy')
          throw new AppError('pairing.enough', { who: begun, name: helper.name });
      }
    });
    return { done: true };
  },

  async 'pairing.endPupils'(ctx, { pairingId }) {
    const { store, reach } = ctx;
    const pairing = await pairingIn(ctx, pairingId);
    if (pairing.adult) throw new AppError('common.not-found');
    await studentIn(store, reach, pairing.studentId);
    const act = actOf(ctx, pairingId, 'other');
    await store.transact(async (tx) => {
      const now = await tx.get('pairings', pairingId);
      if (now?.to === null) await endPairing(tx, now, act);
    });
    return { done: true };
  },
};
