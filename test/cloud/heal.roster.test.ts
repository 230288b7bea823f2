import { describe, expect, it } from 'vitest';
import { healChanged } from '../../cloudfunctions/_server/booking/heal';
import type { Booking } from '../../cloudfunctions/_server/data/documents';
import { resumeImports } from '../../cloudfunctions/_server/roster/upkeep';
import { aBooking } from '../support/booking';
import { SCHOOL } from '../support/builders';
import { named, rosterBackend } from '../support/roster-import';
import { FAMILIES } from '../support/rosters';

const { backend, preview, bringIn, all } = await rosterBackend();
const { store } = backend.deps;

/** 林大山's call with 林小雨 and one of 周小海's family, both on Wednesday, each when the child is free. */
async function withCalls(): Promise<{ readonly his: string; readonly others: string }> {
  await bringIn(FAMILIES);
  const { students, familyMembers } = await all();
  const call = (_id: string, child: string, adult: string, from: number): Booking => {
    const [{ _id: studentId, classId }, member] = [named(students, child), named(familyMembers, adult)];
    const openid = `o-${adult}`;
    return aBooking({ _id, from, studentIds: [studentId], classIds: [classId], adultId: member._id, openid });
  };
  await store.insert('bookings', [call('b-his', '林小雨', '林大山', 1110), call('b-others', '周小海', '周有田', 960)]);
  return { his: 'b-his', others: 'b-others' };
}
const barring = FAMILIES.map((line) => (line.姓名 === '林小雨' ? { ...line, 联系限制: '父亲不可联系' } : line));
const status = async (id: string) => (await store.get('bookings', id))?.status;

describe('an import that takes the right to contact away', () => {
  it('calls off the calls ahead of that adult with that child, and no others', async () => {
    const { his, others } = await withCalls();
    expect(await bringIn(barring)).toMatchObject({ state: 'applied' });
    expect(
      named((await all()).familyMembers, '林大山')
        .children.map(({ mayContact }) => mayContact)
        .sort(),
    ).toEqual([false, true]);
    expect(await store.get('bookings', his)).toMatchObject({ status: 'cancelled_school', why: 'no_right' });
    expect(await status(others)).toBe('booked');
    const messages = await store.list('outbox', { where: { schoolId: SCHOOL, refId: his }, limit: 5 });
    expect(messages.map(({ to, data }) => [to, data.thing2])).toEqual([['o-林大山', '这次通话取消了']]);
    expect(await store.count('makeups', { schoolId: SCHOOL })).toBe(0);
  });

  it('does so too where it was cut off and finished later, and when the same roster comes again', async () => {
    const { his } = await withCalls();
    const { importId } = await preview(barring);
    await store.updateWhere('imports', { _id: importId }, { set: { status: 'applying', at: backend.clock.at } });
    backend.clock.at += 120_000;
    await resumeImports(backend.deps);
    expect(await status(his)).toBe('booked');
    expect(await healChanged(backend.deps, Number.POSITIVE_INFINITY)).toBe(1);
    expect(await status(his)).toBe('cancelled_school');
    await bringIn(barring);
    expect(await store.get('bookings', his)).toMatchObject({ version: 2 });
  });
});
