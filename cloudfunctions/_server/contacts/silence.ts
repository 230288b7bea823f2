/** Since when nobody answers an adult's number (`FamilyMember.silentSince`): moved by every call of the school that is noted. */
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { Booking } from '../data/documents';
import type { Store } from '../data/store';

/** A number that was not answered is silent from that day on; one that was is not. One operation; repeating it changes nothing. */
export const noteAnswer = (store: Store, personId: string, answered: boolean, day: Day): Promise<number> =>
  answered
    ? store.updateWhere('familyMembers', { _id: personId, silentSince: { ne: null } }, { set: { silentSince: null } })
    : store.updateWhere('familyMembers', { _id: personId, silentSince: null }, { set: { silentSince: day } });

/** What a child's call home by telephone says of the adult's number. */
export async function noteCall(store: Store, { channel, adultId, status, day }: Booking): Promise<void> {
  if (channel !== 'phone' || adultId === null) return;
  if (status === 'done' || status === 'no_show_parent') await noteAnswer(store, adultId, status === 'done', day);
}
