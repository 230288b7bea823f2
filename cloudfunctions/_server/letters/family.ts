import { isMine } from '../../../miniprogram/shared/domain/letters';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { studentIn } from '../contacts/repository';
import type { Letter } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { familyOf } from '../kernel/identify';
import { envelopesFor } from './envelopes';
import type { LettersPart } from './handlers';
import { openLetter, readable } from './open';
import { reportLetter } from './report';
import { found, lettersBefore } from './repository';
import { tendVoice } from './voices';
import { writeLetter } from './write';

/** What a parent does with the letters between itself and a child. */
export const familyLetters = {
  async 'letters.box'(ctx, { studentId, before }) {
    const { person } = familyOf(ctx.caller);
    const child = await studentIn(ctx.store, ctx.reach, studentId);
    const [{ letters, next }, secret] = await Promise.all([
      lettersBefore(ctx.store, child, [person._id], before),
      ctx.store.get('letterSecrets', child._id),
    ]);
    return {
      child: { id: child._id, name: child.name, className: child.className },
      letters: envelopesFor('adult', letters, child, [person]),
      next,
      secretAnewAt: secret?.forgottenAt ?? null,
    };
  },

  async 'letters.write'(ctx, { studentId, ...said }) {
    const { person: adult } = familyOf(ctx.caller);
    const child = await studentIn(ctx.store, ctx.reach, studentId);
    return { letterId: await writeLetter(ctx, { child, adult, direction: 'to_child' }, said) };
  },

  async 'letters.open'(ctx, { letterId }) {
    const { pair } = await ownLetter(ctx, letterId);
    return openLetter(ctx, 'adult', pair, letterId);
  },

  async 'letters.takeBack'(ctx, { letterId }) {
    const { pair } = await ownLetter(ctx, letterId);
    const hasVoice = await ctx.store.transact(async (tx) => {
      const letter = found(await tx.get('letters', letterId));
      if (letter.state === 'taken_back') return false;
      readable(letter, 'adult', pair);
      found(isMine(letter, 'adult'));
      if (letter.state === 'opened') throw new AppError('letters.opened');
      const { voice } = letter;
      const gone = voice ? { 'voice.key': null, todo: 'clean' } : {};
      await tx.update('letters', letterId, { set: { state: 'taken_back', text: null, ...gone } });
      if (letter.state === 'checking') await tx.remove('mediaChecks', `${letterId}:0`);
      return voice !== null;
    });
    if (hasVoice) await tendVoice(ctx, letterId);
    return { done: true };
  },

  async 'letters.report'(ctx, { letterId, ...told }) {
    const { pair } = await ownLetter(ctx, letterId);
    await reportLetter(ctx, 'adult', pair, letterId, told);
    return { done: true };
  },
} satisfies LettersPart;

/** A letter between the caller and a child of its reach. */
async function ownLetter(ctx: Ctx, id: string): Promise<{ letter: Letter; pair: Parameters<typeof readable>[2] }> {
  const { person: adult } = familyOf(ctx.caller);
  const letter = await ctx.store.get('letters', id);
  const own = found(letter?.adultId === adult._id && letter);
  return { letter: own, pair: { child: await studentIn(ctx.store, ctx.reach, own.studentId), adult } };
}
