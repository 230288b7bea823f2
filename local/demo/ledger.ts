import type { World } from '../world';
import { openidOf } from './cast';
import { as } from './operator';

/**
 * What 三(2)班's teacher has done by now about those who wait longest: a visit, a request to the village, and something that
 * worries. By her own taps; nobody's reminder is used up by it.
 */
export async function settleLedger(world: World): Promise<void> {
  const teacher = openidOf('teacher');
  const { rows } = await as(world, teacher, 'ledger.class', {});
  const [first, second] = rows.filter(({ tone }) => tone === 'red');
  if (first) {
    const about = { studentId: first.id };
    await as(world, teacher, 'ledger.follow', {
      ...about,
      requestKey: 'demo-follow-visit',
      kind: 'visited',
      note: '去了家里，外婆说孩子爸爸换了工地，新号码还没有。',
    });
    await as(world, teacher, 'ledger.worry', {
      ...about,
      requestKey: 'demo-worry',
      kind: 'unreachable',
      note: '留的两个号码都打不通，外婆也不知道爸爸现在在哪儿。',
    });
  }
  if (second)
    await as(world, teacher, 'ledger.follow', {
      requestKey: 'demo-follow-village',
      studentId: second.id,
      kind: 'delegated',
      note: '请村里的王主任去家里看看，带话给爸爸。',
    });
}
