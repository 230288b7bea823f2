import { call } from '../../services/call';
import { showError } from '../../services/feedback';
import { currentMembership, elder } from '../../services/session';
import { askBeforeTap } from '../../services/subscription';
import { now } from '../../services/time';
import type { OwnContact } from '../../shared/contract';
import { type Day, dayOf } from '../../shared/domain/calendar';
import { type Answer, daysOf, type Sheet, type Speaker, saidOf, sheetOf } from './view';

type Tapped = WechatMiniprogram.TouchEvent<object, object, { key: string }>;

/** How long after it came up a tap beside it is still the second tap of the finger that opened it, ms. */
const SAME_TAP = 500;

/**
 * 「我已自己联系过」: one tap opens the question, the second one answers it; what was said stands there then, and can be taken
 * back. Event `changed` after either. `name`: the child's as its family says it.
 */
Component({
  properties: {
    studentId: { type: String, value: '' },
    name: { type: String, value: '' },
  },
  data: {
    sheet: sheetOf('parent', '') as Sheet,
    days: [] as { value: Day; label: string }[],
    day: '',
    open: false,
    openedAt: 0,
    busy: false,
    /** What was said just now, and the sentence that repeats it. */
    last: null as OwnContact | null,
    said: '',
  },
  observers: {
    name(name: string) {
      this.setData({ sheet: sheetOf(speakerOf(currentMembership()?.role), name) });
    },
  },
  methods: {
    onOpen() {
      const today = dayOf(now());
      this.setData({
        sheet: sheetOf(speakerOf(currentMembership()?.role), this.data.name),
        // One thing at a time where the type is an elder's: it is of today.
        days: elder.get() ? [] : daysOf(today),
        day: today,
        open: true,
        openedAt: Date.now(),
      });
    },
    onDay({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ day: detail.value[0] ?? dayOf(now()) });
    },
    /** Who is reminded of the child is asked here; WeChat's sheet comes first, but what was said does not wait for it. */
    onAnswer({ currentTarget }: Tapped) {
      const answer = this.data.sheet.answers.find(({ key }) => key === currentTarget.dataset.key);
      if (!answer || this.data.busy) return undefined;
      if (currentMembership()?.role === 'parent') void askBeforeTap(['contact']);
      return this.say(answer, this.data.day);
    },
    async say(answer: Answer, day: Day) {
      const contact = { studentId: this.data.studentId, day, with: answer.with, way: answer.way };
      if (!(await this.ask('ledger.own', contact))) return;
      this.setData({ open: false, last: contact, said: saidOf(answer, day, dayOf(now())) });
      this.triggerEvent('changed');
    },
    async onUndo() {
      const { last } = this.data;
      if (!last || !(await this.ask('ledger.unsay', last))) return;
      this.setData({ last: null, said: '' });
      this.triggerEvent('changed');
    },
    /** True when it was done; why not is said. */
    async ask(method: 'ledger.own' | 'ledger.unsay', contact: OwnContact): Promise<boolean> {
      if (this.data.busy) return false;
      this.setData({ busy: true });
      try {
        await call(method, contact);
        return true;
      } catch (failure) {
        await showError(failure);
        return false;
      } finally {
        this.setData({ busy: false });
      }
    },
    onClose() {
      if (!this.data.busy) this.setData({ open: false });
    },
    onVisible({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      if (!detail.visible && Date.now() - this.data.openedAt > SAME_TAP) this.onClose();
    },
  },
});

function speakerOf(role: string | undefined): Speaker {
  if (role === 'guardian' && elder.get()) return 'elder';
  return role === 'parent' || role === 'guardian' ? role : 'staff';
}
