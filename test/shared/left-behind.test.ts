import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARE_STATUS } from '../../miniprogram/shared/domain/child-file';
import {
  bornAfter,
  type CareStatus,
  countedStatuses,
  isLeftBehind,
  type LeftBehindRule,
  NATIONAL_RULE,
  ruleOn,
} from '../../miniprogram/shared/domain/left-behind';

const TODAY = '2026-11-24';
const rule = (over: Partial<LeftBehindRule> = {}): LeftBehindRule => ({ ...NATIONAL_RULE, ...over });
const statuses = fc.constantFrom(...(Object.keys(CARE_STATUS) as CareStatus[]));
const days = fc
  .date({ min: new Date('2005-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const rules = fc.record({
  since: days,
  underAge: fc.integer({ min: 14, max: 18 }),
  oneAway: fc.boolean(),
  basis: fc.constant('县里的文件'),
});

describe('who is left behind', () => {
  it.each<[CareStatus, string | null, Partial<LeftBehindRule>, boolean]>([
    ['both_away', '2017-05-04', {}, true],
    ['one_away_other_unable', '2017-05-04', {}, true],
    ['one_away', '2017-05-04', {}, false],
    ['one_away', '2017-05-04', { oneAway: true }, true],
    ['not_left_behind', '2017-05-04', { oneAway: true }, false],
    // The sixteenth birthday is the first day on which a child no longer counts.
    ['both_away', '2010-11-25', {}, true],
    ['both_away', '2010-11-24', {}, false],
    ['both_away', '2010-11-24', { underAge: 18 }, true],
    ['both_away', null, {}, true],
  ])('%s, born %s, %j: %s', (careStatus, birthDay, over, expected) => {
    expect(isLeftBehind(rule(over), { careStatus, birthDay }, TODAY)).toBe(expected);
  });

  it('a wider rule counts whomever a narrower counts, and nobody comes back by growing older', () => {
    fc.assert(
      fc.property(rules, statuses, fc.option(days), days, days, (own, careStatus, birthDay, a, b) => {
        const child = { careStatus, birthDay };
        const [early, late] = a < b ? [a, b] : [b, a];
        const wider = { ...own, underAge: own.underAge + 1, oneAway: true };
        if (isLeftBehind(own, child, early)) expect(isLeftBehind(wider, child, early)).toBe(true);
        if (isLeftBehind(own, child, late)) expect(isLeftBehind(own, child, early)).toBe(true);
      }),
    );
  });

  it('is what the statements on the database say: a counted situation, and no birth day or a late one', () => {
    fc.assert(
      fc.property(rules, statuses, fc.option(days), days, (own, careStatus, birthDay, today) => {
        const isYoung = birthDay === null || birthDay > bornAfter(today, own.underAge);
        expect(isLeftBehind(own, { careStatus, birthDay }, today)).toBe(
          isYoung && countedStatuses(own).includes(careStatus),
        );
      }),
    );
  });
});

describe('the rule of a day', () => {
  const county = rule({ since: '2026-09-01', oneAway: true, basis: '县里的文件' });
  const later = rule({ since: '2027-01-01', underAge: 18 });

  it.each([
    ['2026-08-31', NATIONAL_RULE],
    ['2026-09-01', county],
    ['2026-12-31', county],
    ['2027-01-01', later],
  ])('on %s is the one that began last', (day, expected) => {
    expect(ruleOn([county, later], day)).toEqual(expected);
    expect(ruleOn([later, county], day)).toEqual(expected);
  });

  it("without any is the nation's", () => {
    expect(ruleOn([], TODAY)).toEqual(NATIONAL_RULE);
  });
});
