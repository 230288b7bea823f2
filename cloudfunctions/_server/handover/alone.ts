/** A handover moves the children of whole classes, a roster seats them: of the two only one works on a school at a time. */
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Ctx } from '../kernel/deps';

type Needs = Pick<Ctx, 'store' | 'now' | 'reach'>;

/** An import that nobody was heard of for so long is stuck, and a school must not wait for it. */
const STUCK_MS = 10 * 60_000;

/** Before a roster comes in or is taken back. @throws AppError `system.busy` */
export async function requireNoHandover({ store, reach }: Pick<Needs, 'store' | 'reach'>): Promise<void> {
  const [running] = await store.list('handovers', {
    where: { schoolId: reach.schoolId, status: { in: ['applying', 'undoing'] } },
    limit: 1,
    fields: ['status'],
  });
  if (running) throw new AppError('system.busy');
}

/** Before a handover is carried out or undone. @throws AppError `system.busy` */
export async function requireNoImport({ store, now, reach }: Needs): Promise<void> {
  const [running] = await store.list('imports', {
    where: {
      schoolId: reach.schoolId,
      status: { in: ['applying', 'taking_back'] },
      at: { gt: now() - STUCK_MS },
    },
    limit: 1,
    fields: ['status'],
  });
  if (running) throw new AppError('system.busy');
}
