import type { Settings } from '../../settings/school';

type Sms = Settings['sms'];

/** The school's bounds (shared/contract/school.ts): yuan a month, fen a message. */
const MOST_YUAN = 10_000;
const MOST_FEN = 100;
/** What a school begins with that has set no cap yet, fen. */
const USUAL_CAP = 5_000;

/** The whole number that was typed, from nothing up to what is allowed. */
const numberIn = (typed: string, most: number): number =>
  Math.min(most, Number(typed.normalize('NFKC').replace(/\D/g, '') || 0));

export const withSms = (sms: Sms, on: boolean): Sms => ({ ...sms, on, capFen: sms.capFen || (on ? USUAL_CAP : 0) });
export const withCap = (sms: Sms, yuan: string): Sms => ({ ...sms, capFen: numberIn(yuan, MOST_YUAN) * 100 });
/** A price of nothing would mean that nothing is ever counted. */
export const withFee = (sms: Sms, fen: string): Sms => ({ ...sms, feeFen: Math.max(1, numberIn(fen, MOST_FEN)) });

/** What stands in the field of the cap: yuan, nothing while none is set. */
export const capText = ({ capFen }: Sms): string => (capFen > 0 ? String(Math.floor(capFen / 100)) : '');

/** 「一个月大约能发 1000 条」 */
export const enoughText = ({ capFen, feeFen }: Sms): string =>
  `到了这个数就不再发，改由老师打电话。照现在的价钱，一个月大约能发 ${Math.floor(capFen / feeFen)} 条。`;
