import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { SECRET_TRIES } from '../../../miniprogram/shared/domain/letters';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { LetterSecret, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';

type Pictures = readonly number[];

const asText = (pictures: Pictures): string => pictures.join('-');

/**
 * Whether it is the child: its three pictures in order. Every look writes, so that of many at once none goes by an old count of tries.
 * @throws AppError `letters.secret-wrong` (details: left), `letters.secret-locked`
 */
export async function requireSecret(
  ctx: Ctx,
  { _id }: Pick<Student, '_id'>,
  pictures: Pictures,
): Promise<LetterSecret> {
  const { store, letterVault, today } = ctx;
  const looked = await store.transact(async (tx) => {
    const secret = await tx.get('letterSecrets', _id);
    if (!secret || secret.pictures === null) return { left: SECRET_TRIES };
    const wrong = secret.tries.day === today ? secret.tries.wrong : 0;
    if (wrong >= SECRET_TRIES) return { locked: true as const };
    const isRight = letterVault.open(secret.pictures) === asText(pictures);
    const tries = { day: today, wrong: isRight ? wrong : wrong + 1 };
    await tx.update('letterSecrets', _id, { set: { tries }, inc: { looks: 1 } });
    return isRight ? { secret } : { left: SECRET_TRIES - tries.wrong };
  });
  if (looked.secret) return looked.secret;
  if (looked.locked) throw new AppError('letters.secret-locked');
  throw new AppError('letters.secret-wrong', { left: looked.left });
}

/** Of a child that has not chosen its pictures yet. */
export const noSecret = ({ _id, schoolId }: Pick<Student, '_id' | 'schoolId'>, today: Day): LetterSecret => ({
  ...{ _id, schoolId, pictures: null, tries: { day: today, wrong: 0 }, looks: 0, forgottenAt: null },
});

/**
 * The child's own choice, only while the desk saw that it is there: nobody else chooses in its name.
 * @throws AppError `letters.secret-set` where it has chosen others before, `letters.secret-first` where the desk did not send it
 */
export async function chooseSecret(
  ctx: Ctx,
  { _id, schoolId }: Student,
  { pictures, mayChoose }: { readonly pictures: Pictures; readonly mayChoose: boolean },
): Promise<void> {
  const { store, letterVault, today } = ctx;
  await store.transact(async (tx) => {
    const known = await tx.get('letterSecrets', _id);
    if (known && known.pictures !== null) throw new AppError('letters.secret-set');
    if (!mayChoose) throw new AppError('letters.secret-first');
    const sealed = letterVault.seal(asText(pictures));
    if (known) await tx.update('letterSecrets', _id, { set: { pictures: sealed }, inc: { looks: 1 } });
    else await tx.insert('letterSecrets', { ...noSecret({ _id, schoolId }, today), pictures: sealed });
  });
}
