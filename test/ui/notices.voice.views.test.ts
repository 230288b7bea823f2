import { expect, test } from 'vitest';
import { boardOf } from '../../miniprogram/features/notices/pages/board/view';
import { rowsOf } from '../../miniprogram/features/notices/pages/sent/view';
import { instantOf } from '../../miniprogram/shared/domain/calendar';

const NOON = instantOf('2026-11-24', 12 * 60);

test.each([
  ['checking', '录音正在检查，一般几秒钟就发出去', '录音在检查'],
  ['held', '录音没通过微信的检查，通知没发出去。请重新录一段再发', '没发出去'],
] as const)('a notice that is %s has not been heard by all, though nobody is missing', (status, headline, state) => {
  const told = { title: '家长会', at: NOON, asks: 'hear', status, voice: status };
  const board = boardOf({ ...told, body: '请来', people: [] }, NOON, { rows: 40, heardToo: false });
  expect([board.headline, board.sent]).toEqual([headline, '今天写的，还没有发出去']);
  const [row] = rowsOf([{ ...told, noticeId: 'n', people: 0, heard: 0, by: '李老师' }], NOON);
  expect(row).toMatchObject({ state, tone: 'amber', fact: '今天 · 李老师' });
});

test('a notice that left without its voice says so beside who is missing', () => {
  const told = { title: '家长会', body: '请来', at: NOON, asks: 'read', status: 'sent', voice: 'held' } as const;
  const { headline, sent } = boardOf({ ...told, people: [] }, NOON, { rows: 40, heardToo: false });
  expect([headline, sent]).toEqual(['家家都听到了', '今天发给 0 人。录音没通过微信的检查，只发了文字']);
});
