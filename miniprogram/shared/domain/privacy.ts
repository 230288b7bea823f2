/** What a family may ask about its child's data, and by when the school answers. */
import { addDays, type Day } from './calendar';

/** PIPL 50 wants a handy way and a reason for a no; 30 days are what GB/T 35273 gives at most. */
export const ANSWER_DAYS = 30;

export const dueDayOf = (today: Day): Day => addDays(today, ANSWER_DAYS);

/** What stands where the name of a child was that was erased. */
export const ERASED_NAME = '已删除';
