/** Everything that the school's system has of one child, for its family: read once, said in sentences. Of other adults only what the caller may see. */

import type { CallerRole } from '../../../miniprogram/shared/access/permissions';
import { clockText, dayOf } from '../../../miniprogram/shared/domain/calendar';
import { fieldOf, keysOf, type Subject, shown } from '../../../miniprogram/shared/domain/child-file';
import { type About, mayWith } from '../../../miniprogram/shared/domain/contact-file';
import { wayName } from '../../../miniprogram/shared/text/contact';
import { CONSENT_WORDS, PURPOSE_WORDS, VIA_WORDS } from '../../../miniprogram/shared/text/files';
import { teacherName } from '../../../miniprogram/shared/text/names';
import { CALL_END_NAMES, ROLE_NAMES } from '../../../miniprogram/shared/text/zh';
import { factIn, isFieldKey } from '../contacts/fields';
import { familyOfStudent } from '../contacts/repository';
import { openChanges } from '../contacts/versions';
import { type Linked, linkedTo, maskedValue } from '../contacts/viewing';
import type { FamilyMember, MemberChild, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { lettersToCopy } from '../letters/copy';
import { shownConsents } from '../privacy/answering';
import { consentsOf } from '../privacy/consents';
import { sharedPart } from '../records/shared';
import { longDate, type Report, type Section } from './report-docx';

/** The newest of a kind; a child has fewer. */
const MOST = 1000;
const LOOKS = 300;
const NOTHING = '没有填写';

/** For whom a file is written out, and what of it that person may see. */
interface Reader {
  readonly ctx: Ctx;
  readonly student: Student;
  readonly linked: readonly Linked[];
  /** A legal guardian, or for the office nobody in particular: then no adult's own facts stand there. */
  readonly personId: string;
  /** As whom the child's own facts are read. */
  readonly guardianId: string;
}

/** One child's data as a letter. */
export async function childReport(ctx: Ctx, student: Student, schoolName: string): Promise<Report> {
  const family = await familyOfStudent(ctx.store, student);
  const linked = linkedTo(student._id, family);
  const personId = ctx.caller.kind === 'family' ? ctx.caller.person._id : '';
  const guardian = linked.find(({ legalGuardian }) => legalGuardian) ?? linked.find(({ role }) => role === 'guardian');
  const reader: Reader = { ctx, student, linked, personId, guardianId: personId || (guardian?.personId ?? '') };
  const later = await Promise.all([
    contactsOf(reader),
    callsOf(reader),
    sharedOf(reader),
    lettersOf(reader),
    noticesOf(reader),
    consentsIn(reader, family),
    versionsOf(reader),
    looksOf(reader),
  ]);
  return {
    title: `${student.name}的资料`,
    intro: [
      `这是${schoolName}在${longDate(ctx.today)}整理的，学校这套系统里${student.name}的资料都在下面。`,
      '哪里写得不对，请告诉班主任，或者在小程序里提修改。别的大人自己的号码和单位，要他本人来要。老师自己的工作笔记不在里面。',
    ],
    sections: [
      { title: '孩子', facts: factsOf(reader, 'pupil', 'child', student) },
      ...linked.map((one) => adultOf(reader, one)),
      ...later,
    ],
  };
}

const sees = (reader: Reader, key: Parameters<typeof mayWith>[1], about: About): boolean =>
  mayWith(
    {
      role: 'parent',
      personId: about === 'child' ? reader.guardianId : reader.personId,
      rights: { edit: false, propose: false, health: true, aid: true, rights: false },
    },
    key,
    about,
    reader.linked,
  ) !== undefined;

/** Every fact with its label. The child's and the reader's own in full, of others as the file shows them. */
function factsOf(
  reader: Reader,
  of: Subject,
  about: About,
  doc: Student | FamilyMember | MemberChild,
): [string, string][] {
  const whole = about === 'child' || about.personId === reader.personId;
  return keysOf(of)
    .filter((key) => sees(reader, key, about))
    .map((key) => {
      const value = factIn(reader.ctx.vault, key, doc);
      return [fieldOf(key).label, shown(key, whole ? value : maskedValue(key, value)) || NOTHING];
    });
}

const adultOf = (reader: Reader, one: Linked): Section => ({
  title: `家里的大人：${one.member.name}`,
  facts: [...factsOf(reader, 'link', one, one.link), ...factsOf(reader, 'member', one, one.member)],
});

async function contactsOf({ ctx: { store }, student }: Reader): Promise<Section> {
  const entries = await store.list('contactEntries', {
    where: { schoolId: student.schoolId, studentId: student._id },
    orderBy: [['day', 'desc']],
    limit: MOST,
  });
  const rows = entries.map(({ day, with: whom, way, saidBy }) => [
    longDate(day),
    whom === 'child' ? '和孩子' : '和照看孩子的人',
    wayName(way),
    saidBy.name,
  ]);
  return { title: '联系记录', table: { head: ['哪天', '和谁', '怎么联系', '谁说的'], rows }, none: '还没有。' };
}

async function callsOf({ ctx: { store }, student }: Reader): Promise<Section> {
  const calls = await store.list('bookings', {
    where: { schoolId: student.schoolId, studentIds: student._id },
    orderBy: [['day', 'desc']],
    limit: MOST,
  });
  const rows = calls.map(({ day, from, adultName, relation, minutes, outcome }) => [
    `${longDate(day)} ${clockText(from)}`,
    `${adultName}${relation && `（${relation}）`}`,
    minutes === null ? (outcome ? CALL_END_NAMES[outcome] : '') : `${minutes} 分钟`,
  ]);
  return { title: '亲情通话', table: { head: ['什么时候', '和谁', '怎么样'], rows }, none: '还没有。' };
}

async function sharedOf({ ctx: { store, vault }, student }: Reader): Promise<Section> {
  const records = await store.list('records', {
    where: { schoolId: student.schoolId, studentIds: student._id },
    orderBy: [['order', 'desc']],
    limit: MOST,
  });
  const lines = records.flatMap((record) => {
    const part = sharedPart(vault, record);
    if (!part) return [];
    const photos = part.photos.length > 0 ? `（另有 ${part.photos.length} 张照片，在小程序里看）` : '';
    const facts = part.facts.map(({ label, text }) => `${label}：${text}`);
    const said = [part.title, ...facts, part.words].filter(Boolean).join('；');
    return `${longDate(record.day)}，${teacherName(record.authorName)}：${said}${photos}`;
  });
  return { title: '老师写给家里的话', lines, none: '还没有。' };
}

/** 家书 between the child and the parent who asks; the school has no part in them, and no other adult's stand here. */
async function lettersOf({ ctx, student }: Reader): Promise<Section> {
  const { caller } = ctx;
  const title = '您和孩子的家书';
  if (caller.kind !== 'family')
    return { title, none: '学校看不到信里写了什么。家长本人在小程序里导出，才有自己的信。' };
  const letters = caller.role === 'parent' ? await lettersToCopy(ctx, student, caller.person) : [];
  const lines = letters.map(({ at, way, from, text }) => {
    const voice = way === 'voice' || way === 'both' ? '（有录音，在小程序里听）' : '';
    return `${longDate(dayOf(at))}，${from}：${text}${voice}`;
  });
  return { title, lines, none: '还没有。' };
}

/** What the adults were told because of the child: each notice once. */
async function noticesOf({ ctx: { store }, student, linked }: Reader): Promise<Section> {
  const pages = linked.map(({ personId }) =>
    store.list('receipts', {
      where: { schoolId: student.schoolId, personId, studentIds: student._id },
      orderBy: [['sentAt', 'desc']],
      limit: MOST,
      fields: ['refId', 'of', 'title', 'from', 'sentAt'],
    }),
  );
  const all = (await Promise.all(pages)).flat().filter(({ of }) => of === 'notice');
  const each = [...new Map(all.map((receipt) => [receipt.refId, receipt])).values()].sort(
    (a, b) => b.sentAt - a.sentAt,
  );
  const rows = each.map(({ sentAt, title, from }) => [longDate(dayOf(sentAt)), title, teacherName(from)]);
  return { title: '学校发的通知', table: { head: ['哪天', '什么事', '谁发的'], rows }, none: '还没有。' };
}

async function consentsIn({ ctx: { store }, student }: Reader, family: readonly FamilyMember[]): Promise<Section> {
  const purposes = shownConsents(student, await consentsOf(store, student), family);
  const rows = purposes.map(({ purpose, state, answers }) => [
    PURPOSE_WORDS[purpose].name,
    CONSENT_WORDS[state],
    answers
      .map(({ relation, answer, at, way }) =>
        [relation, answer === 'given' ? '同意' : '不同意', longDate(dayOf(at)), way === 'paper' ? '纸质' : '']
          .join(' ')
          .trim(),
      )
      .join('；'),
  ]);
  return { title: '家里同意了什么', table: { head: ['什么事', '现在', '谁在什么时候说的'], rows } };
}

/** Each change of the child's own facts that the reader may see. */
async function versionsOf(reader: Reader): Promise<Section> {
  const { ctx, student } = reader;
  const versions = await ctx.store.list('fileChanges', {
    where: { schoolId: student.schoolId, studentIds: student._id },
    orderBy: [['at', 'desc']],
    limit: MOST,
  });
  const rows = versions
    .filter(({ subjectId }) => subjectId === student._id || subjectId === reader.personId)
    .flatMap((version) =>
      Object.entries(openChanges(ctx.vault, version)).flatMap(([key, pair]) => {
        const about =
          version.subject === 'pupil' ? 'child' : reader.linked.find((one) => one.personId === version.subjectId);
        if (!isFieldKey(key) || !about || !pair || !sees(reader, key, about)) return [];
        const [before, after] = pair.map((value) => shown(key, value) || '空');
        return [[longDate(dayOf(version.at)), fieldOf(key).label, `${before} → ${after}`, VIA_WORDS[version.via]]];
      }),
    );
  return {
    title: '档案改过什么',
    table: { head: ['哪天', '哪一项', '从什么改成什么', '怎么改的'], rows },
    none: '没有改过。',
  };
}

/** Who looked: the role and the day, each once; of the staff no names, as they look because it is their office. */
async function looksOf({ ctx: { store }, student }: Reader): Promise<Section> {
  const entries = await store.list('audit', {
    where: { schoolId: student.schoolId, studentIds: student._id },
    orderBy: [['at', 'desc']],
    limit: LOOKS,
  });
  const looks = entries.map(
    ({ at, byRole }) => `${longDate(dayOf(at))}，${ROLE_NAMES[byRole as CallerRole] ?? '学校'}`,
  );
  return { title: '谁看过这份资料', lines: [...new Set(looks)], none: '还没有人看过。' };
}
