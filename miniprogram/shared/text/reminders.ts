import type { Subscription } from '../contract';

/** Whether one may say yes (once more): a long-term yes is for always. */
export const mayAskFor = ({ templateId, lasting, left }: Subscription): boolean =>
  templateId !== '' && !(lasting && left > 0);

/** 「以后都能提醒您」, 「还能提醒 2 次」 */
export function reminderWords({ left, lasting }: Subscription): string {
  if (left === 0) return '现在还不能提醒您';
  return lasting ? '以后都能提醒您' : `还能提醒 ${left} 次`;
}
