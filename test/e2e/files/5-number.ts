import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import type { Week } from '../week/week';
import { LIST, openFile } from './1-find';

const PHONE_PAGE = 'features/account/pages/phone/index';

/** Step 5: the child's name and the number that WeChat knows make the mother a member of the school; when her phone is lost, one tap ends it. */
export async function bindByNumber(week: Week): Promise<void> {
  const mother = await week.take('newcomer', { page: PHONE_PAGE });
  await mother.field('孩子的名字').fill('林小花');
  await allow(mother);
  await mother.see(/^没有对上/);
  await look(mother, 'files-5-wrong-name');
  await mother.field('孩子的名字').fill('林小雨');
  await allow(mother);
  await mother.see(/林小雨/, '好，去首页');
  await look(mother, 'files-5-bound');
  await mother.tap('好，去首页');
  await mother.see('约一次通话');

  const teacher = await week.take('teacher', { page: LIST });
  await openFile(teacher, '小雨');
  await teacher.tap(teacher.action('妈妈 陈秀芳', '换微信'));
  await teacher.tap(teacher.page.locator('[data-ui="action-sheet"]').getByText('微信丢了'));
  await look(teacher, 'files-5-lost');
  await teacher.tap(
    teacher
      .sheet('modal')
      .getByText(/断开|是/)
      .last(),
  );
  await teacher.see('给邀请码');

  await mother.start();
  await mother.see('输入邀请码');
}

/** Taps the button, and allows WeChat to tell the number. */
async function allow(mother: Phone): Promise<void> {
  await mother.tap('用微信的手机号');
  await mother.tap(mother.sheet('phone-number').getByText('允许', { exact: true }));
}
