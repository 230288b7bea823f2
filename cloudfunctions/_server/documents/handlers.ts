import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { DOCUMENT_METHODS } from '../../../miniprogram/shared/limits';
import { classIn } from '../contacts/repository';
import type { AllHandlers } from '../kernel/serve';
import { rosterHandlers } from '../roster/handlers';
import { cardsOf } from './cards';
import { cardsDocx } from './cards-docx';
import { writeTemporary } from './temporary';

/** What the function `documents` serves: files in and out, with the heavy libraries. A missing method does not compile. */
export const documentHandlers: Pick<AllHandlers, (typeof DOCUMENT_METHODS)[number]> = {
  ...rosterHandlers,

  async 'desk.slips'() {
    throw new AppError('desk.no-slips');
  },

  async 'contacts.printCards'(ctx, { classId }) {
    const schoolClass = await classIn(ctx.store, ctx.reach, classId);
    const [school, { cards, studentIds }] = await Promise.all([
      ctx.schoolOf(schoolClass.schoolId),
      cardsOf(ctx, schoolClass),
    ]);
    if (cards.length === 0) throw new AppError('common.not-found');
    ctx.opened(studentIds);
    const id = ctx.newId();
    const bytes = await cardsDocx(school.name, cards);
    const fileId = await writeTemporary(ctx, { id, schoolId: school._id, path: `out/cards/${id}.docx`, bytes });
    const [url] = await ctx.files.links([fileId]);
    if (!url) throw new Error('the cards were written but are gone');
    return { fileId, url, fileName: `${schoolClass.name}联系卡 ${ctx.today}.docx`, cards: cards.length };
  },
};
