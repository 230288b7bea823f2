import { look } from '../../support/screens';
import type { Week } from '../week/week';

const FACTORY = '广东省惠州市博罗县，电子厂';

/** Step 3: what a father changes waits on his phone for a network, then for the teacher; the file changes when she says so. */
export async function proposeFactory(week: Week): Promise<void> {
  const father = await week.take('father');
  await father.tap('孩子的资料');
  await father.see('小雨的资料');
  await look(father, 'files-3-family');
  await father.tap(father.shown.locator('[aria-label$="改一改"]').filter({ visible: true }).last());
  await father.field('在哪里上班').fill(FACTORY);
  await father.cutNetwork(true);
  await father.tap('告诉老师');
  await father.see('先记在手机里了');
  await look(father, 'files-3-kept');
  await father.cutNetwork(false);
  await father.start();
  await father.tap('孩子的资料');
  await father.see('您提过的', new RegExp(FACTORY));

  const teacher = await week.take('teacher');
  await teacher.tap(/家想改孩子的资料$/);
  await teacher.see(new RegExp(FACTORY));
  await look(teacher, 'files-3-proposal');
  await teacher.tap('写进档案');
  await teacher.text('写进档案').waitFor({ state: 'detached' });

  await father.start('features/family/pages/file/index');
  await father.see(FACTORY);
}
