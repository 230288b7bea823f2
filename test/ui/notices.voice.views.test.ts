import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../miniprogram/features/notices/pages/sent/view';
import type { Output } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { MEDIA_STATES } from '../../miniprogram/shared/domain/media';
import { isUnsent, NOTICE_STATUSES } from '../../miniprogram/shared/domain/notices';
import { departureNews } from '../../miniprogram/shared/text/notices';

/** A Tuesday. */
const NOON = instantOf('2026-11-24', 12 * 60);

type Sent = Output<'notices.sent'>['notices'][number];
const sent = (over: Partial<Sent> = {}): Sent => ({
  noticeId: 'n1',
  title: '家长会',
  at: NOON,
  asks: 'read',
  urgent: false,
  people: 86,
  unheard: 6,
  by: '李老师',
  status: 'sent',
  voice: null,
  pictures: [],
  ...over,
});
const rowOf = (over: Partial<Sent> = {}, reviews = false) => rowsOf([sent(over)], NOON, reviews)[0];

describe('the list of what was sent', () => {
  test.each([
    [{ status: 'checking', voice: 'checking' }, '录音在检查'],
    [{ status: 'checking', pictures: ['checking'] }, '图片在检查'],
    [{ status: 'checking', voice: 'checking', pictures: ['shown', 'checking'] }, '录音和图片在检查'],
    [{ status: 'held', voice: 'held' }, '没发出去'],
    [{ status: 'review' }, '等校长看'],
    [{ status: 'returned' }, '被退回'],
    [{ status: 'scheduled', at: instantOf('2026-11-27', 18 * 60) }, '定时 周五晚上 6:00 发'],
    [{ status: 'sending' }, '正在发'],
    [{ status: 'sent' }, '还差 6 户'],
    [{ status: 'sent', unheard: 0 }, '都看过了'],
    [{ status: 'recalled' }, '已收回'],
    [{ status: 'corrected' }, '已更正'],
  ] as const)('%o stands there as %s', (over, state) => {
    expect(rowOf(over as Partial<Sent>)?.state).toBe(state);
  });

  test('asks the headteacher, and nobody else, for a word', () => {
    expect(rowOf({ status: 'review' }, true)).toMatchObject({ state: '等您看', asksMe: true });
    expect(rowOf({ status: 'review' })).toMatchObject({ asksMe: false });
    expect(rowOf({ status: 'sent' }, true)).toMatchObject({ asksMe: false });
  });

  test('has a board only for what went to families and still holds', () => {
    const boardless = NOTICE_STATUSES.filter((status) => rowOf({ status })?.boardless);
    expect(NOTICE_STATUSES.filter((status) => !boardless.includes(status))).toEqual(['sending', 'sent']);
  });

  test('says when and to how many, and what families will not get of it', () => {
    expect(rowOf()?.fact).toBe('今天 · 李老师 · 发给 86 人');
    expect(rowOf({ urgent: true, voice: 'held', pictures: ['held'] })?.fact).toBe(
      '今天 · 李老师 · 发给 86 人 · 急事 · 录音和图片没通过检查',
    );
    expect(rowOf({ status: 'recalled', people: 0 })?.fact).toBe('李老师');
  });
});

test('the sender hears of everything that is not as it was meant', () => {
  const state = fc.constantFrom(...MEDIA_STATES);
  fc.assert(
    fc.property(fc.constantFrom(...NOTICE_STATUSES), fc.option(state), fc.array(state), (status, voice, pictures) => {
      const all = [...(voice === null ? [] : [voice]), ...pictures];
      const isOdd =
        (isUnsent(status) && status !== 'scheduled') ||
        status === 'recalled' ||
        status === 'corrected' ||
        all.includes('held') ||
        (status !== 'scheduled' && all.includes('checking'));
      expect(departureNews({ status, voice, pictures }) !== '').toBe(isOdd);
    }),
  );
});
