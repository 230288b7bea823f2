import type { Output } from '../../../miniprogram/shared/contract';
import type { Ctx } from '../kernel/deps';
import { pupilTone } from './file';
import { queryKeys } from './finding';
import { foundStudents, type ListedStudent, pageOfStudents } from './repository';

type List = Output<'contacts.list'>;

const PAGE = 100;

/** A page of the children in reach: one read. The order of the last one is where the next page begins. */
export async function pageOf(ctx: Ctx, classId: string | undefined, after: string | undefined): Promise<List> {
  const found = await pageOfStudents(ctx.store, ctx.reach, { classId, after, limit: PAGE + 1 });
  const page = found.slice(0, PAGE);
  const more = found.length > PAGE;
  return { children: page.map((one) => rowOf(one, ctx.today)), next: more ? (page.at(-1)?.order ?? null) : null, more };
}

/** The children in reach whom what was typed finds: one read. */
export async function foundBy(ctx: Ctx, classId: string | undefined, q: string): Promise<List> {
  const keys = queryKeys(ctx.vault, q);
  if (keys.length === 0) return pageOf(ctx, classId, undefined);
  const found = await foundStudents(ctx.store, ctx.reach, { keys, classId, limit: PAGE + 1 });
  const children = found
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .slice(0, PAGE)
    .map((one) => rowOf(one, ctx.today));
  return { children, next: null, more: found.length > PAGE };
}

const rowOf = (student: ListedStudent, today: string): List['children'][number] => ({
  id: student._id,
  name: student.name,
  className: student.className,
  sex: student.sex,
  leftBehind: student.leftBehind,
  tone: pupilTone(student, today),
});
