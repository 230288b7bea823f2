import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { sweepTemporary } from '../../cloudfunctions/_server/documents/temporary';
import { aBooking } from '../support/booking';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool, documentHandlers);
const TODAY = '2026-11-24';
const yu = { id: 's-yu', name: '林小雨', className: '三(2)班' };
const hua = { id: 's-other', name: '何小花', className: '一(1)班' };
const hai = { id: 's-hai', name: '周小海', className: '三(2)班' };

/** The lines of the printed slips, page by page. */
async function printed(openid = 'o-t-duty', day?: string) {
  const answer = await b.call(openid, 'desk.slips', day === undefined ? {} : { day });
  const bytes = await b.deps.files.read(answer.fileId);
  const xml = strFromU8(unzipSync(new Uint8Array(bytes))['word/document.xml'] as Uint8Array);
  const pages = xml.split('<w:sectPr').slice(0, -1);
  const linesOf = (part: string) => [...part.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, words = '']) => words);
  return { answer, xml, pages: pages.map((page) => linesOf(page).filter(Boolean)) };
}

describe('desk.slips', () => {
  it('prints a page a class, and on it for each child when, where and with whom', async () => {
    await b.deps.store.insert('bookings', [
      aBooking({ _id: 'b-1', day: TODAY, from: 1110, children: [yu] }),
      aBooking({ _id: 'b-2', day: TODAY, from: 960, pointName: '1 号电话', relation: '母亲', children: [hai, hua] }),
      aBooking({ _id: 'b-off', day: TODAY, from: 975, status: 'cancelled_family' }),
      aBooking({ _id: 'b-over', day: TODAY, from: 720, status: 'done' }),
      aBooking({ _id: 'b-offer', day: TODAY, from: 990, status: 'offered' }),
      aBooking({ _id: 'b-tomorrow' }),
    ]);
    const { answer, pages, xml } = await printed();
    expect(answer).toMatchObject({ slips: 3, fileName: `通话小条 ${TODAY}.docx` });
    expect((await fetch(answer.url)).status).toBe(200);
    expect(pages).toEqual([
      [
        '一(1)班 · 11月24日 周二的通话 · 一共 1 张，请发给孩子',
        ...['何小花', '今天下午 4:00', '到 1 号电话', '和小海一起，和妈妈通话', '11月24日 周二 · 请早到几分钟'],
      ],
      [
        '三(2)班 · 11月24日 周二的通话 · 一共 2 张，请发给孩子',
        ...['周小海', '今天下午 4:00', '到 1 号电话', '和小花一起，和妈妈通话', '11月24日 周二 · 请早到几分钟'],
        ...['林小雨', '今晚 6:30', '到 2 号平板', '和爸爸通话', '11月24日 周二 · 请早到几分钟'],
      ],
    ]);
    expect(xml).toContain('w:val="dashed"');
    expect([...xml.matchAll(/w:(?:color|fill)="([0-9A-F]{6})"/g)].every(([, colour]) => colour === '000000')).toBe(
      true,
    );
    expect(JSON.stringify(pages)).not.toMatch(/林大山|1700/);
  });

  it('fills an A4 page with ten slips, cut apart along dashed lines', async () => {
    const day = Array.from({ length: 23 }, (_, i) =>
      aBooking({ _id: `b-${i}`, day: TODAY, from: 720 + i * 15, children: [{ ...yu, id: `s-${i}` }] }),
    );
    await b.deps.store.insert('bookings', day);
    const { xml, answer } = await printed();
    expect(answer.slips).toBe(23);
    const heights = [...xml.matchAll(/<w:trHeight w:val="(\d+)" w:hRule="exact"\/>/g)].map(([, value]) =>
      Number(value),
    );
    expect(heights).toHaveLength(12);
    const room = 16837 - 2 * 567;
    expect(heights.every((height) => 5 * height < room && 6 * height > room)).toBe(true);
  });

  it('says where there is nobody to tell', async () => {
    expect(await code(b.call('o-t-duty', 'desk.slips', {}))).toBe('desk.no-slips');
  });

  it('is for the desk of the day, and for any day the headteacher’s; the file is taken away a day later', async () => {
    await b.deps.store.insert('bookings', aBooking({ _id: 'b-tomorrow' }));
    const tomorrow = { day: '2026-11-25' };
    expect(await code(b.call('o-t-duty', 'desk.slips', tomorrow))).toBe('common.not-found');
    expect(await code(b.call('o-t-head', 'desk.slips', tomorrow))).toBe('auth.off-duty');
    expect(await code(b.call('o-t-booth', 'desk.slips', tomorrow))).toBe('auth.forbidden');
    const { answer, pages } = await printed('o-t-admin', '2026-11-25');
    expect(pages[0]).toContain('今晚 6:30');
    b.clock.at += 86_400_000;
    expect(await sweepTemporary(b.deps)).toBe(1);
    expect(await b.deps.files.links([answer.fileId])).toEqual([null]);
  });
});
