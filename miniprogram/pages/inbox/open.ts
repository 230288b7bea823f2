import { go } from '../../services/routes';
import { elder } from '../../services/session';
import { askBeforeTap } from '../../services/subscription';
import type { FamilyItem } from '../../shared/contract';

/**
 * Opens what the school told. Of what only wants to be read this tap is the only one, so WeChat's sheet comes here, where few
 * messages are left; all else is answered by a tap of its own, and in elder mode everything is.
 */
export async function openItem(items: readonly FamilyItem[], receiptId: string): Promise<void> {
  const item = items.find((one) => one.receiptId === receiptId);
  if (item?.asks === 'read' && item.fresh && !elder.get()) await askBeforeTap(['notice']);
  go('notice', { id: receiptId });
}
