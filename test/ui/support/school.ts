import type { Output } from '../../../miniprogram/shared/contract';

type School = Output<'school.read'>;

/** A small school as its settings' pages get it; `part` says what is different. */
export const schoolAt = (part: Partial<School> = {}, settings: Partial<School['settings']> = {}): School => ({
  name: '青山镇中心小学',
  classes: [
    { id: 'c1', name: '三(2)班', grade: 3, headTeacher: '李秀兰', pupils: 40 },
    { id: 'c2', name: '四(1)班', grade: 4, headTeacher: null, pupils: 38 },
  ],
  staff: [
    { id: 't1', name: '吴国平', role: 'teacher' },
    { id: 't2', name: '李秀兰', role: 'teacher' },
    { id: 't3', name: '何静', role: 'counsellor' },
  ],
  settings: {
    points: [{ id: 'p1', name: '1 号电话', kind: 'phone' }],
    windows: [{ weekday: 1, from: 720, to: 780, for: 'all' }],
    exceptions: [],
    freePeriods: [],
    duty: [{ weekday: 1, staffIds: ['t1'] }],
    term: { name: '秋季学期', from: '2026-09-01', to: '2027-01-20' },
    yearsTold: [],
    slotMinutes: 15,
    changeoverMinutes: 3,
    noticeMinutes: 30,
    cutoffMinutes: 0,
    horizonDays: 14,
    weeklyQuota: 1,
    walkInShare: 25,
    channels: { phone: ['phone'], video: ['wechat', 'phone'] },
    planning: { weekday: 1, minute: 720 },
    sms: { on: false, capFen: 0, feeFen: 5 },
    longTerm: false,
    leftBehindRules: [],
    keepYears: 3,
    ...settings,
  },
  duty: [{ weekday: 1, names: ['吴国平'] }],
  holidays: [
    { day: '2026-10-01', kind: 'holiday', name: '国庆节' },
    { day: '2026-10-02', kind: 'holiday', name: '国庆节' },
    { day: '2026-10-10', kind: 'makeup', name: '国庆节' },
  ],
  yearsAsked: [],
  ...part,
});
