import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { closedUntil } from '../../../miniprogram/shared/domain/letters';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { familyOfStudent } from '../contacts/repository';
import type { FamilyMember, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { childAt, childrenAt } from './at-point';
import { envelopesFor } from './envelopes';
import type { LettersPart } from './handlers';
import { openLetter } from './open';
import { reportLetter } from './report';
import { calledBy, found, lettersBefore, namesIn, waitingFor, writersOf } from './repository';
import { chooseSecret, requireSecret } from './secret';
import { writeLetter } from './write';

/** What a child does at the centre's tablet. */
export const boothLetters = {
  async 'letters.booth'(ctx) {
    const there = await childrenAt(ctx);
    const ids = [...there.keys()];
    if (ids.length === 0) return { children: [] };
    const { schoolId } = ctx.reach;
    const [students, secrets, waiting] = await Promise.all([
      ctx.store.list('students', {
        where: { schoolId, _id: { in: ids } },
        limit: ids.length,
        fields: ['name', 'status'],
      }),
      ctx.store.list('letterSecrets', { where: { schoolId, _id: { in: ids } }, limit: ids.length }),
      waitingFor(ctx.store, schoolId, ids),
    ]);
    const withSecret = new Set(secrets.flatMap(({ _id, pictures }) => (pictures === null ? [] : _id)));
    const children = ids.flatMap((id) => {
      const student = students.find(({ _id, status }) => _id === id && status === 'active');
      const count = waiting.get(id)?.count ?? 0;
      if (!student) return [];
      const seen = { hasSecret: withSecret.has(id), mayChoose: there.get(id) === true };
      return { studentId: id, name: student.name, waiting: count, ...seen };
    });
    return { children };
  },

  async 'letters.chooseSecret'(ctx, { studentId, secret }) {
    const child = await childAt(ctx, studentId);
    const mayChoose = (await childrenAt(ctx)).get(child._id) === true;
    await chooseSecret(ctx, child, { pictures: secret, mayChoose });
    return { done: true };
  },

  async 'letters.boothBox'(ctx, { studentId, secret, before }) {
    const { child, family } = await proved(ctx, studentId, secret);
    const adultIds = family.map(({ _id }) => _id);
    const { letters, next } = await lettersBefore(ctx.store, child, adultIds, before);
    const bound = family.filter(({ openid }) => openid !== null);
    return {
      name: child.name,
      letters: envelopesFor('child', letters, child, family),
      next,
      to: bound.map((adult) => ({ adultId: adult._id, name: calledBy(adult, child._id) })),
    };
  },

  async 'letters.boothOpen'(ctx, { studentId, secret, letterId }) {
    const pair = await letterAtBooth(ctx, studentId, secret, letterId);
    return openLetter(ctx, 'child', pair, letterId);
  },

  async 'letters.boothWrite'(ctx, { studentId, secret, adultId, ...said }) {
    const { child, family } = await proved(ctx, studentId, secret);
    const adult = found(family.find(({ _id, openid }) => _id === adultId && openid !== null));
    return { letterId: await writeLetter(ctx, { child, adult, direction: 'to_parent' }, said) };
  },

  async 'letters.boothReport'(ctx, { studentId, secret, letterId, ...told }) {
    const pair = await letterAtBooth(ctx, studentId, secret, letterId);
    await reportLetter(ctx, 'child', pair, letterId, told);
    return { done: true };
  },
} satisfies LettersPart;

/** The letter as a page to print: to whom, from whom, its words. */
export async function pageAtBooth(ctx: Ctx, studentId: string, secret: readonly number[], letterId: string) {
  const pair = await letterAtBooth(ctx, studentId, secret, letterId);
  const { text, voice, at, mine } = await openLetter(ctx, 'child', pair, letterId);
  const direction = mine ? ('to_parent' as const) : ('to_child' as const);
  return {
    ...namesIn({ direction, studentId }, pair.child, pair.adult),
    day: dayOf(at),
    text,
    hasVoice: voice !== null,
  };
}

async function proved(ctx: Ctx, studentId: string, secret: readonly number[]) {
  const child = await childAt(ctx, studentId);
  const known = await requireSecret(ctx, child, secret);
  const family = writersOf(await familyOfStudent(ctx.store, child), child._id);
  return { child, family, forgottenAt: known.forgottenAt };
}

async function letterAtBooth(
  ctx: Ctx,
  studentId: string,
  secret: readonly number[],
  letterId: string,
): Promise<{ child: Student; adult: FamilyMember }> {
  const { child, family, forgottenAt } = await proved(ctx, studentId, secret);
  const letter = await ctx.store.get('letters', letterId);
  const own = found(letter?.studentId === child._id && letter);
  const adult = found(family.find(({ _id }) => _id === own.adultId));
  const until = closedUntil(own, forgottenAt, ctx.now());
  if (until !== null) throw new AppError('letters.closed', { until });
  return { child, adult };
}
