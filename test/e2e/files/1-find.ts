import { LARGEST_TYPE, type Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { type Week, XIAOYU } from '../week/week';

/** 林建国's number ends so. */
const TAIL = '0001';

/** Step 1: a child by its name, its sounds, its class, its father's number; the file has what the school may do, and who cares for it. */
export async function findChild(week: Week): Promise<void> {
  const teacher = await week.take('teacher');
  await teacher.tap('孩子和家里');
  await teacher.see('找孩子');
  for (const q of ['小雨', 'linxiaoyu', 'lxy', '三2', TAIL]) await find(teacher, q);
  await look(teacher, 'files-1-found');
  await openFile(teacher, 'lxy');
  await teacher.see('可以做什么', /^托给奶奶/);
  await look(teacher, 'files-1-file');
  const large = await week.take('teacher', { fontScale: LARGEST_TYPE, page: LIST });
  await openFile(large, 'xiaoyu');
  await look(large, 'files-1-file', LARGEST_TYPE);
}

export const LIST = 'features/contacts/pages/list/index';

async function find(teacher: Phone, q: string): Promise<void> {
  await teacher.field('找孩子').fill('不在这里');
  await teacher.see('没有找到「不在这里」');
  await teacher.field('找孩子').fill(q);
  await teacher.see(XIAOYU.name);
}

export async function openFile(staff: Phone, q: string, name: string = XIAOYU.name): Promise<void> {
  await staff.field('找孩子').fill(q);
  await staff.tap(staff.row(name).first());
  await staff.see(/^改档案的经过$|^最近的联系$/);
}
