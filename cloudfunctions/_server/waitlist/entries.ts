import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Booking, FamilyMember, Student } from '../data/documents';
import type { Store } from '../data/store';
import type { Ctx } from '../kernel/deps';

type Entry = { entryId: string; weekOf: Day };

export async function waitingFor(_store: Store, _adult: FamilyMember, _studentId: string): Promise<Entry[]> {
  return [];
}
export async function wait(_ctx: Ctx, _a: FamilyMember, _children: readonly Student[], _weekOf: Day): Promise<Entry> {
  throw new AppError('system.version');
}
export async function unwait(_ctx: Ctx, _adult: FamilyMember, _entryId: string): Promise<Entry> {
  throw new AppError('system.version');
}
export async function answer(_ctx: Ctx, _bookingId: string, _accept: boolean): Promise<Booking> {
  throw new AppError('system.version');
}
