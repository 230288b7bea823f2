/** Letters that were reported, for the counsellor and the headteacher. What they read here a receiver handed to them: it lies under the school's key. */
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { spokenRelation } from '../../../miniprogram/shared/text/names';
import { openFile } from '../data/crypto';
import type { FamilyMember, Letter, Sealed, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import type { LettersPart } from './handlers';
import { found } from './repository';

const ROWS = 50;
const PEOPLE = 100;

export const reportLetters = {
  async 'letters.reported'(ctx) {
    const { store, reach } = ctx;
    const { schoolId } = reach;
    const letters = await store.list('letters', {
      where: { schoolId, 'report.at': { gt: 0 } },
      orderBy: [['report.at', 'desc']],
      limit: ROWS,
    });
    if (letters.length === 0) return { reports: [] };
    const ids = { in: [...new Set(letters.map(({ studentId }) => studentId))] };
    const adultIds = { in: [...new Set(letters.map(({ adultId }) => adultId))] };
    const [students, adults] = await Promise.all([
      store.list('students', { where: { schoolId, _id: ids }, limit: PEOPLE, fields: ['name', 'className'] }),
      store.list('familyMembers', { where: { schoolId, _id: adultIds }, limit: PEOPLE, fields: ['name', 'children'] }),
    ]);
    ctx.opened(ids.in);
    const rows = letters.map((letter) => rowOf(ctx, letter, students, adults)).flatMap((row) => row ?? []);
    return { reports: rows.sort((a, b) => Number(a.answered !== null) - Number(b.answered !== null)) };
  },

  async 'letters.handedVoice'(ctx, { letterId }) {
    const { report, voice, studentId } = await reportedIn(ctx, letterId);
    const key = found(report.handed?.voiceKey);
    const { fileId, seconds } = found(voice);
    ctx.opened([studentId]);
    const sound = openFile(ctx.vault.open(key), await ctx.files.read(found(fileId)));
    return { dataUrl: `data:audio/mpeg;base64,${Buffer.from(sound).toString('base64')}`, seconds };
  },

  async 'letters.answerReport'(ctx, { letterId, answer }) {
    const { _id } = await reportedIn(ctx, letterId);
    const set = { 'report.answer': ctx.vault.seal(answer), 'report.answeredAt': ctx.now(), 'report.open': false };
    await ctx.store.transact(async (tx) => {
      const report = found((await tx.get('letters', _id))?.report);
      if (report.open) await tx.update('letters', _id, { set });
      // The same again changes nothing, and nobody's answer goes over another's.
      else if (report.answer === null || ctx.vault.open(report.answer) !== answer) throw new AppError('common.stale');
    });
    return { done: true };
  },
} satisfies LettersPart;

/** Reports that nobody answered yet, for the homes of those who answer them. */
export const openReports = (store: Ctx['store'], schoolId: string): Promise<number> =>
  store.count('letters', { schoolId, 'report.open': true });

async function reportedIn({ store, reach }: Ctx, id: string) {
  const letter = await store.get('letters', id);
  const own = found(reach.all && letter?.schoolId === reach.schoolId && letter);
  return { ...own, report: found(own.report) };
}

function rowOf({ vault }: Ctx, letter: Letter, students: readonly Student[], adults: readonly FamilyMember[]) {
  const { _id: letterId, report, direction, voice } = letter;
  const student = students.find(({ _id }) => _id === letter.studentId);
  if (!report || !student) return undefined;
  const adult = adults.find(({ _id }) => _id === letter.adultId);
  const adultName = adult ? inFull(adult, student._id) : '';
  const [from, by] = direction === 'to_child' ? [adultName, student.name] : [student.name, adultName];
  const opened = (sealed: Sealed | null | undefined) => (sealed ? vault.open(sealed) : null);
  return {
    letterId,
    child: { id: student._id, name: student.name, className: student.className },
    by,
    from,
    why: report.why,
    words: opened(report.words) ?? '',
    at: report.at,
    handed: report.handed && (opened(report.handed.text) ?? ''),
    handedVoice: report.handed?.voiceKey ? (voice?.seconds ?? null) : null,
    // A letter that was handed over after the answer is to be looked into anew.
    answered: report.open ? null : opened(report.answer),
  };
}

/** 林大山（爸爸） */
function inFull({ name, children }: FamilyMember, studentId: string): string {
  const relation = spokenRelation(children.find((one) => one.studentId === studentId)?.relation ?? '');
  return relation ? `${name}（${relation}）` : name;
}
