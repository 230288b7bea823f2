import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { isOver, isUnsent } from '../../../miniprogram/shared/domain/notices';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { DOCUMENT_METHODS } from '../../../miniprogram/shared/limits';
import { EXPORT_REASONS } from '../../../miniprogram/shared/text/files';
import { bookingsOn } from '../booking/repository';
import { classIn, studentIn } from '../contacts/repository';
import { wholeFiles } from '../contacts/whole-files';
import type { Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { reaches } from '../kernel/reach';
import type { AllHandlers } from '../kernel/serve';
import { pageAtBooth } from '../letters/booth';
import { linesOf } from '../notices/lines';
import { within } from '../notices/repository';
import { noticeIn } from '../notices/sent';
import { guardianOf } from '../privacy/answering';
import { rosterHandlers } from '../roster/handlers';
import { classesOf } from '../school/repository';
import { auditReport } from './audit-pack';
import { cardsOf } from './cards';
import { cardsDocx } from './cards-docx';
import { childReport } from './child-export';
import { letterOf } from './delegation-letter';
import { delegationLetterDocx } from './delegation-letter-docx';
import { exportName, filesXlsx } from './file-export';
import { fileRows } from './file-rows';
import { letterDocx } from './letter-docx';
import { noticeXlsx } from './notice-export';
import { noticeSlipsOf, toPrint } from './notice-slips';
import { noticeSlipsDocx } from './notice-slips-docx';
import { portfolioOf } from './portfolio';
import { portfolioDocx } from './portfolio-docx';
import { reportDocx } from './report-docx';
import { slipsOf } from './slips';
import { slipsDocx } from './slips-docx';
import { writeTemporary } from './temporary';

/** No child of a busy day goes without a slip. */
const CALLS = 1000;

/** What a letter says lies open while it is printed, and no longer than its link is good. */
const LETTER_KEPT_MS = 10 * 60_000;

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
    ctx.opened(studentIds, '打印联系卡');
    const printed = await print(ctx, 'cards', await cardsDocx(school.name, cards));
    return { ...printed, fileName: `${schoolClass.name}联系卡 ${ctx.today}.docx`, cards: cards.length };
  },

  async 'contacts.delegationLetter'(ctx, { id }) {
    const { letter, studentId } = await letterOf(ctx, id);
    ctx.opened([studentId], '打印委托照护告知书');
    const printed = await print(ctx, 'letters', await delegationLetterDocx(letter));
    return { ...printed, fileName: `${fileTitle(letter.child.name)} 委托照护告知书 ${ctx.today}.docx` };
  },

  async 'contacts.export'(ctx, { kind, classId, leftBehindOnly, why, note }) {
    const [school, classes, whole, health, aid] = await Promise.all([
      ctx.schoolOf(ctx.reach.schoolId),
      classesOf(ctx.store, ctx.reach),
      wholeFiles(ctx, classId),
      ctx.reachFor('contacts.health'),
      ctx.reachFor('contacts.aid'),
    ]);
    const students = whole.students.filter((student) => student.leftBehind || !leftBehindOnly);
    if (students.length === 0) throw new AppError('common.not-found');
    ctx.opened(
      students.map(({ _id }) => _id),
      `${EXPORT_REASONS[why]}${note && `：${note}`}`,
    );
    const sees = (section: 'health' | 'aid', student: Student) => reaches({ health, aid }[section], student);
    const rows = fileRows({ ...whole, students }, { vault: ctx.vault, schoolName: school.name, classes, sees });
    const written = await print(ctx, 'files', await filesXlsx(kind, rows), 'xlsx');
    const [className = '', ...others] = new Set(students.map((student) => student.className));
    const whose = others.length > 0 ? school.name : className;
    const fileName = `${fileTitle(whose)} ${leftBehindOnly ? '留守儿童' : ''}${exportName(kind)} ${ctx.today}.xlsx`;
    return { ...written, fileName, pupils: students.length };
  },

  async 'privacy.export'(ctx, { studentId, why }) {
    const student = await studentIn(ctx.store, ctx.reach, studentId);
    if (ctx.caller.kind === 'family') guardianOf(ctx, student._id);
    ctx.opened([student._id], why);
    const { name: school } = await ctx.schoolOf(student.schoolId);
    const written = await print(ctx, 'letters', await reportDocx(await childReport(ctx, student, school), school));
    return { ...written, fileName: `${fileTitle(student.name)}的资料 ${ctx.today}.docx` };
  },

  async 'records.book'(ctx, { studentId, from, to }) {
    const student = await studentIn(ctx.store, ctx.reach, studentId);
    ctx.opened([student._id], '成长记录袋');
    const { name: school } = await ctx.schoolOf(student.schoolId);
    const { entries, pictures, left } = await portfolioOf(ctx, student, from, to);
    const { name, className } = student;
    // A book of a term that is still going on ends today.
    const until = to < ctx.today ? to : ctx.today;
    const bytes = await portfolioDocx({ school, name, className, from, to: until, entries });
    const written = await print(ctx, 'books', bytes);
    const fileName = `${fileTitle(name)}的成长记录袋 ${ctx.today}.docx`;
    return { ...written, fileName, records: entries.length, pictures, left };
  },

  async 'letters.boothPrint'(ctx, { studentId, secret, letterId }) {
    const page = await pageAtBooth(ctx, studentId, secret, letterId);
    const printed = await print(ctx, 'letters', await letterDocx(page), 'docx', LETTER_KEPT_MS);
    return { ...printed, fileName: `家书 ${page.day}.docx` };
  },

  async 'privacy.auditPack'(ctx, { year }) {
    const school = await ctx.schoolOf(ctx.reach.schoolId);
    ctx.opened([], String(year));
    const written = await print(ctx, 'files', await reportDocx(await auditReport(ctx, school, year), school.name));
    return { ...written, fileName: `${fileTitle(school.name)} ${year} 年度个人信息保护审计材料.docx` };
  },

  async 'notices.slips'(ctx, { noticeId, receiptIds }) {
    const notice = await noticeIn(ctx, noticeId);
    if (isUnsent(notice.status)) throw new AppError('notices.not-left');
    if (isOver(notice.status)) throw new AppError('notices.over');
    const [school, receipts] = await Promise.all([ctx.schoolOf(notice.schoolId), toPrint(ctx, notice, receiptIds)]);
    if (receipts.length === 0) throw new AppError('notices.no-slips');
    const slips = await noticeSlipsOf(ctx, receipts);
    ctx.opened(receipts.flatMap((receipt) => within(ctx.reach, receipt).studentIds));
    const { title, senderName: from, sentAt } = notice;
    const bytes = await noticeSlipsDocx({ ...notice, school: school.name, from, day: dayOf(sentAt) }, slips);
    const printed = await print(ctx, 'notice-slips', bytes);
    return { ...printed, fileName: `${fileTitle(title)} 纸条 ${ctx.today}.docx`, slips: slips.length };
  },

  async 'notices.export'(ctx, { noticeId }) {
    const found = await linesOf(ctx.store, ctx.reach, noticeId, 'all');
    if (!found) {
      await noticeIn(ctx, noticeId);
      throw new AppError('notices.not-left');
    }
    ctx.opened(found.lines.flatMap(({ studentIds }) => studentIds));
    const written = await print(ctx, 'notices', await noticeXlsx(found), 'xlsx');
    return { ...written, fileName: `${fileTitle(found.title)} 回执 ${ctx.today}.xlsx` };
  },
};

/** A title as a part of a file's name. */
const fileTitle = (title: string): string => title.replace(/[\\/:*?"<>|\p{Cc}]/gu, '').trim() || '通知';

/** A file to print or to keep, there for a day unless told otherwise; it names people. */
async function print(
  ctx: Ctx,
  kind: 'cards' | 'slips' | 'notice-slips' | 'notices' | 'files' | 'letters' | 'books',
  bytes: Uint8Array,
  type: 'docx' | 'xlsx' = 'docx',
  keptMs?: number,
): Promise<{ fileId: string; url: string }> {
  const id = ctx.newId();
  const { schoolId } = ctx.reach;
  const fileId = await writeTemporary(ctx, { id, schoolId, path: `out/${kind}/${id}.${type}`, bytes, keptMs });
  const [url] = await ctx.files.links([fileId]);
  if (!url) throw new Error(`the ${kind} were written but are gone`);
  return { fileId, url };
}
