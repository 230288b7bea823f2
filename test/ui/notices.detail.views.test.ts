import { describe, expect, test } from 'vitest';
import { formOf } from '../../miniprogram/features/notices/letter';
import { detailOf } from '../../miniprogram/features/notices/pages/detail/view';
import type { Audience, Output } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';

/** A Tuesday. */
const TODAY = '2026-11-24';
const NOON = instantOf(TODAY, 12 * 60);
const ALL: Audience = { of: { kind: 'school' }, roles: ['parent', 'guardian'] };

describe('one notice as the school sees it', () => {
  const read = (over: Partial<Output<'notices.read'>> = {}): Output<'notices.read'> => ({
    title: '家长会',
    body: '请来',
    by: '李老师',
    at: NOON,
    asks: 'answer',
    choices: ['来', '不来'],
    deadline: '2026-11-20',
    urgent: true,
    audience: ALL,
    status: 'sent',
    voice: null,
    pictures: [],
    voiceUrl: null,
    voiceSeconds: null,
    pictureUrls: ['https://a', null],
    file: null,
    corrects: null,
    correctedBy: null,
    recall: null,
    review: null,
    mine: true,
    mayReview: false,
    mayChange: true,
    ...over,
  });
  const detail = (over: Partial<Output<'notices.read'>> = {}) =>
    detailOf(read(over), { classes: [], children: [] }, NOON);

  test('offers what its state lets one do, and nothing else', () => {
    const may = (over: Partial<Output<'notices.read'>>) => {
      const { mayReview, mayMend, mayCorrect, mayRecall, hasBoard } = detail(over);
      return Object.entries({ mayReview, mayMend, mayCorrect, mayRecall, hasBoard }).flatMap(([k, is]) =>
        is ? [k] : [],
      );
    };
    expect(may({})).toEqual(['mayCorrect', 'mayRecall', 'hasBoard']);
    expect(may({ mayChange: false })).toEqual(['hasBoard']);
    expect(may({ status: 'returned' })).toEqual(['mayMend', 'mayRecall']);
    expect(may({ status: 'held' })).toEqual(['mayMend', 'mayRecall']);
    expect(may({ status: 'scheduled' })).toEqual(['mayRecall']);
    expect(may({ status: 'review', mine: false, mayReview: true })).toEqual(['mayReview']);
    expect(may({ status: 'recalled' })).toEqual([]);
    expect(may({ status: 'corrected' })).toEqual(['hasBoard']);
  });

  test('says why it came back or was taken back, in the words that were given', () => {
    expect(detail({ status: 'returned', review: { note: '日子不对', by: '王校长' } }).news).toBe(
      '王校长退回来了：日子不对',
    );
    expect(detail({ status: 'recalled', recall: { reason: '写错了', by: '李老师', at: NOON } }).news).toBe(
      '李老师今天收回了：写错了',
    );
    expect(detail({ voice: 'held' }).news).toContain('录音没通过');
    expect(detail().news).toBe('');
    expect(detail().pictures).toEqual(['https://a']);
  });

  test('leads to the versions before and after', () => {
    expect(detail({ corrects: 'n0', correctedBy: 'n2' }).versions.map(({ key }) => key)).toEqual(['n2', 'n0']);
  });

  test('becomes a form again, without a time that is over', () => {
    const again = formOf(read(), 'key67890', TODAY);
    expect(again).toMatchObject({ title: '家长会', choices: ['来', '不来'], deadline: '', later: null, audience: ALL });
    expect(formOf(read({ deadline: TODAY }), 'key67890', TODAY).deadline).toBe(TODAY);
  });
});
