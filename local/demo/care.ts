import { addDays, dayOf } from '../../miniprogram/shared/domain/calendar';
import type { World } from '../world';
import { openidOf } from './cast';
import { as } from './operator';

/** A study plan of 三(2)班's teacher, with a goal past its day and what was done about another, and one thing that she told the counsellor. */
export async function settleCare(world: World): Promise<void> {
  const teacher = openidOf('teacher');
  const today = dayOf(world.clock.now());
  const { children } = await as(world, teacher, 'contacts.list', {});
  const [first, second] = children;
  if (!first || !second) return;
  const { planId } = await as(world, teacher, 'plans.start', {
    requestKey: 'demo-plan-study',
    studentId: first.id,
    kind: 'study_help',
    startDay: addDays(today, -35),
    midDay: addDays(today, 6),
    endDay: addDays(today, 52),
    start: {
      now: '数学落下两个单元，口算慢；语文还跟得上。',
      cause: '在家没人能辅导，不会的题就空着。',
      strengths: '爱画画，答应的事都会做到。',
      help: '每周二、周四放学后补半小时，请同桌当小老师。',
    },
    goals: [
      { id: 'gdemo1', text: '按时交作业', span: 'stage', dueDay: addDays(today, -3), state: 'open' },
      { id: 'gdemo2', text: '口算过关', span: 'stage', dueDay: addDays(today, 20), state: 'open' },
      { id: 'gdemo3', text: '单元练习比上次好', span: 'term', dueDay: addDays(today, 50), state: 'open' },
    ],
    priorities: [
      { id: 'study', words: '作业先批改，当面讲' },
      { id: 'meals', words: '营养餐名单里有他' },
    ],
  });
  await as(world, teacher, 'records.write', {
    requestKey: 'demo-plan-tutoring',
    studentIds: [first.id],
    kind: 'tutoring',
    day: addDays(today, -1),
    values: { subjects: ['数学'], minutes: 30, result: '懂了一些', note: '进位加法讲了两遍，自己做对了六道。' },
    photos: [],
    photosConsented: false,
    share: false,
    shareText: '',
    goal: { planId, goalId: 'gdemo2' },
  });
  await as(world, teacher, 'concerns.raise', {
    requestKey: 'demo-concern-mind',
    to: 'counsellor',
    studentId: second.id,
    who: '',
    situation: null,
    words: '这两周上课常常发呆，问起来就掉眼泪，说想妈妈。午饭也吃得少。',
    phoneAt: world.clock.now(),
  });
}
