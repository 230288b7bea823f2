import type { Audience } from '../../../miniprogram/shared/contract';
import { recipientsOf } from '../../../miniprogram/shared/domain/audience';
import { isOpen } from '../../../miniprogram/shared/domain/receipts';
import type { CareRecord, Receipt, Student } from '../data/documents';
import type { Store, Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { type Letter, letterTo, pushTitleOf } from '../notices/letters';
import { familiesOf } from './repository';
import { kindOf } from './shared';

/** Receipts of the families of one entry's children. */
const RECEIPTS = 1000;

/** To everyone with a right to contact one of the children, each once: one read. */
export async function lettersAbout(ctx: Ctx, record: CareRecord, pupils: readonly Student[]): Promise<Letter[]> {
  if (!record.share || pupils.length === 0) return [];
  const family = await familiesOf(ctx.store, record.schoolId, pupils);
  const studentIds = pupils.map(({ _id }) => _id);
  const audience: Audience = { of: { kind: 'pupils', studentIds }, roles: ['parent', 'guardian'] };
  // It asks for nothing, so nobody is sent an SMS about it.
  const recipients = recipientsOf(audience, family, pupils, { sms: false });
  const title = kindOf(record)?.families?.title ?? '';
  const told = {
    of: 'record' as const,
    refId: record._id,
    schoolId: record.schoolId,
    title,
    push: pushTitleOf({ title, corrects: false }, { recipients, childNames: pupils.map(({ name }) => name) }),
    from: record.authorName,
    asks: 'read' as const,
    hasVoice: false,
    urgent: false,
    deadline: null,
    corrects: false,
    sentAt: ctx.now(),
  };
  return recipients.map((recipient) => letterTo(told, recipient));
}

/** Who has a receipt of a record that was shared before: one read. */
export const receiptsOf = (store: Store, { _id, schoolId }: CareRecord): Promise<Receipt[]> =>
  store.list('receipts', { where: { schoolId, refId: _id }, limit: RECEIPTS });

/**
 * Writes the letters, in the transaction of the record that is shared. Who had a receipt before is not told again: the receipt counts again.
 */
export async function writeLetters(
  tx: Transaction,
  letters: readonly Letter[],
  before: readonly Receipt[] = [],
): Promise<void> {
  const known = new Map(before.map((receipt) => [receipt._id, receipt]));
  const fresh = letters.filter(({ receipt }) => !known.has(receipt._id));
  const messages = fresh.flatMap(({ message }) => message ?? []);
  if (fresh.length > 0)
    await tx.insert(
      'receipts',
      fresh.map(({ receipt }) => receipt),
    );
  if (messages.length > 0) await tx.insert('outbox', messages);
  for (const { receipt } of letters) {
    const old = known.get(receipt._id);
    if (old && old.over !== null)
      await tx.update('receipts', old._id, {
        set: { over: null, open: isOpen({ ...old, over: null }) },
        inc: { version: 1 },
      });
  }
}
