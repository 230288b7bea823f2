import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { DOCUMENT_METHODS } from '../../../miniprogram/shared/limits';
import { bookingsOn } from '../booking/repository';
import { classIn } from '../contacts/repository';
import type { Ctx } from '../kernel/deps';
import type { AllHandlers } from '../kernel/serve';
import { rosterHandlers } from '../roster/handlers';
import { cardsOf } from './cards';
import { cardsDocx } from './cards-docx';
import { slipsOf } from './slips';
import { slipsDocx } from './slips-docx';
import { writeTemporary } from './temporary';

/** No child of a busy day goes without a slip. */
const CALLS = 1000;

/** What the function `documents` serves: files in and out, with the heavy libraries. A missing method does not compile. */
export const documentHandlers: Pick<AllHandlers, (typeof DOCUMENT_METHODS)[number]> = {
  ...rosterHandlers,

  async 'desk.slips'(ctx, { day = ctx.today }) {
    if (!ctx.reach.all && day !== ctx.reach.callDay) throw new AppError('common.not-found');
    const [school, calls] = await Promise.all([
      ctx.schoolOf(ctx.reach.schoolId),
      bookingsOn(ctx.store, ctx.reach, day, CALLS),
    ]);
    const classes = slipsOf(calls);
    const slips = classes.reduce((sum, one) => sum + one.slips.length, 0);
    if (slips === 0) throw new AppError('desk.no-slips');
    const printed = await print(ctx, 'slips', await slipsDocx(school.name, day, classes));
    return { ...printed, fileName: `通话小条 ${day}.docx`, slips };
  },

  async 'contacts.printCards'(ctx, { classId }) {
    const schoolClass = await classIn(ctx.store, ctx.reach, classId);
    const [school, { cards, studentIds }] = await Promise.all([
      ctx.schoolOf(schoolClass.schoolId),
      cardsOf(ctx, schoolClass),
    ]);
    if (cards.length === 0) throw new AppError('common.not-found');
    ctx.opened(studentIds);
    const printed = await print(ctx, 'cards', await cardsDocx(school.name, cards));
    return { ...printed, fileName: `${schoolClass.name}联系卡 ${ctx.today}.docx`, cards: cards.length };
  },
};

/** A file to print, for a day; it names people. */
async function print(ctx: Ctx, kind: 'cards' | 'slips', bytes: Uint8Array): Promise<{ fileId: string; url: string }> {
  const id = ctx.newId();
  const { schoolId } = ctx.reach;
  const fileId = await writeTemporary(ctx, { id, schoolId, path: `out/${kind}/${id}.docx`, bytes });
  const [url] = await ctx.files.links([fileId]);
  if (!url) throw new Error(`the ${kind} were written but are gone`);
  return { fileId, url };
}
