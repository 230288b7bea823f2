import { inTap } from '../framework/tap-rule';
import { element } from '../ui/dom';
import { dialog } from '../ui/modal';
import { sheet } from '../ui/sheet';
import { asyncApi } from './api';
import { WxFailure } from './failure';

interface CalendarEntry {
  title: string;
  /** Seconds since the epoch. */
  startTime: number;
  endTime?: string | number;
  allDay?: boolean;
  description?: string;
  location?: string;
  alarm?: boolean;
  /** Seconds before the start. */
  alarmOffset?: number;
  repeatInterval?: 'day' | 'week' | 'month' | 'year';
}

const REPEATS = { day: '每天', week: '每周', month: '每月', year: '每年' };

const when = new Intl.DateTimeFormat('zh-CN', {
  month: 'long',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

export const calendarApi = {
  addPhoneCalendar: asyncApi<CalendarEntry>('addPhoneCalendar', add),
  addPhoneRepeatCalendar: asyncApi<CalendarEntry>('addPhoneRepeatCalendar', (entry) =>
    add({ repeatInterval: 'month', ...entry }),
  ),
  makePhoneCall: asyncApi<{ phoneNumber: string }>('makePhoneCall', async ({ phoneNumber }) => {
    if (!phoneNumber) throw new WxFailure('parameter error: phoneNumber is empty');
    const dialed = await sheet('dial', false, (answer) => [
      element('p', { class: 'dial-number' }, phoneNumber),
      element('button', { class: 'sheet-row is-main', onclick: () => answer(true) }, `呼叫 ${phoneNumber}`),
      element('button', { class: 'sheet-row is-cancel', onclick: () => answer(false) }, '取消'),
    ]);
    if (!dialed) throw new WxFailure('cancel');
  }),
};

function add(entry: CalendarEntry): Promise<void> {
  if (!inTap()) throw new WxFailure('can only be invoked by user TAP gesture.');
  if (!entry.title || !Number.isFinite(Number(entry.startTime))) throw new WxFailure('parameter error: invalid time');
  return confirm(entry);
}

/** Shows what would go into the calendar. Cancelling is a success too: an Android phone says so. */
async function confirm(entry: CalendarEntry): Promise<void> {
  const { title, startTime, endTime, location, description, alarm = true, alarmOffset = 0, repeatInterval } = entry;
  const start = when.format(Number(startTime) * 1000);
  const end = endTime === undefined ? '' : ` – ${when.format(Number(endTime) * 1000)}`;
  const lines = [
    `${repeatInterval === undefined ? '' : `${REPEATS[repeatInterval]}，从 `}${start}${end}`,
    location ?? '',
    description ?? '',
    alarm ? `提前 ${Math.round(alarmOffset / 60)} 分钟提醒` : '',
  ].filter(Boolean);
  const body = element('div', { class: 'calendar-entry' }, element('strong', {}, title));
  body.append(...lines.map((line) => element('p', {}, line)));
  await dialog('calendar', { title: '添加到系统日历', body }, [
    { text: '取消', value: false },
    { text: '添加', value: true, tone: 'main' },
  ]);
}
