/** Who stands beside 小雨 besides her teacher, by the office's and the teacher's own taps. */
import type { World } from '../world';
import { openidOf } from './cast';
import { as } from './operator';

/** A volunteer beside each of these children, pupils of the class who help, and a word of the mentor for whoever comes after. */
export async function settlePairs(world: World, studentIds: readonly string[]): Promise<void> {
  const [head, teacher] = [openidOf('head'), openidOf('teacher')];
  const { mentors } = await as(world, head, 'pairing.board', {});
  const volunteer = mentors.find(({ role }) => role === 'volunteer');
  if (!volunteer) throw new Error('the demo school has no volunteer');
  const pairs = studentIds.map((studentId) => ({ studentId, mentorId: volunteer.id, kind: 'love_mother' as const }));
  await as(world, head, 'pairing.pair', { requestKey: 'demo-love-mother', pairs });
  const { pupils } = await as(world, teacher, 'pairing.pupils', {});
  for (const studentId of studentIds) {
    const [helper] = pupils.filter(({ id }) => id !== studentId);
    if (helper)
      await as(world, teacher, 'pairing.pairPupils', {
        ...{ requestKey: `demo-helper-${studentId}`, studentId, helperIds: [helper.id] },
      });
    const { rows } = await as(world, head, 'pairing.history', { studentId });
    const open = rows.find(({ to, kind }) => to === null && kind === 'teacher');
    const note = '小雨怕黑，晚自习后要有人陪着回宿舍。她最盼妈妈的电话，画画的时候话最多。';
    if (open) await as(world, head, 'pairing.note', { pairingId: open.pairingId, note });
  }
}
