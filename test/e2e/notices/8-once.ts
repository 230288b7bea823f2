import { expect } from 'vitest';
import type { Week } from '../week/week';

/** Step 8: of all that left in this week and in the term before it, nothing came to anybody twice by the same way. */
export async function countMessages(week: Week): Promise<void> {
  const arrived = week.world.wechat.deliveries().filter(({ errcode, page }) => errcode === 0 && page !== undefined);
  expect(arrived.length).toBeGreaterThan(100);
  const messages = arrived.map(({ way, to, lines, page }) => [way, to, page, ...lines].join(' '));
  expect(messages.filter((message, i) => messages.indexOf(message) !== i)).toEqual([]);
}
