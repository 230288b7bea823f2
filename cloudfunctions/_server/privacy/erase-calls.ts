import { ERASED_NAME } from '../../../miniprogram/shared/domain/privacy';
import type { Booking } from '../data/documents';
import { type ErasedChild, goneWith, MOST, type Needs } from './erased-child';

const bookingsOf = ({ store }: Needs, { student }: ErasedChild): Promise<Booking[]> =>
  store.list('bookings', { where: { schoolId: student.schoolId, studentIds: student._id }, limit: MOST });

/** How many faces a child tapped after calls. */
export const facesOf = async (needs: Needs, child: ErasedChild): Promise<number> =>
  (await bookingsOf(needs, child)).filter(({ faces }) => faces[child.student._id] !== undefined).length;

const withoutFace = ({ faces }: Booking, studentId: string): Booking['faces'] =>
  Object.fromEntries(Object.entries(faces).filter(([id]) => id !== studentId));

export async function eraseFaces(needs: Needs, child: ErasedChild): Promise<void> {
  const { store } = needs;
  const { _id } = child.student;
  for (const booking of await bookingsOf(needs, child))
    if (booking.faces[_id] !== undefined)
      await store.updateWhere('bookings', { _id: booking._id }, { set: { faces: withoutFace(booking, _id) } });
  await store.updateWhere('students', { _id }, { set: { lowFaces: 0, lastFace: null } });
}

/** A call stays as a figure of the school; of brothers and sisters who are here the name stays, and their adult's. */
export async function eraseBookings(needs: Needs, child: ErasedChild): Promise<void> {
  const { _id } = child.student;
  const goneIds: (string | null)[] = goneWith(child).map((member) => member._id);
  for (const booking of await bookingsOf(needs, child)) {
    const children = booking.children.map((one) =>
      one.id === _id ? { id: _id, name: ERASED_NAME, className: '' } : one,
    );
    const alone = children.every(({ name }) => name === ERASED_NAME);
    const adult =
      alone || goneIds.includes(booking.adultId) ? { adultId: null, adultName: '', relation: '', openid: null } : {};
    const set = { children, faces: withoutFace(booking, _id), ...adult };
    await needs.store.updateWhere('bookings', { _id: booking._id }, { set });
  }
}
