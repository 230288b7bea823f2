import type { ChildRef } from '../../../../shared/contract';
import { mentorOf, personWord } from '../../handover/plan';
import type { Staff } from '../../people';

const NOBODY: Staff = { staff: [], classes: [], points: [] };

/** Another mentor for one child, or none. Events: `yes` {child, fromId, toId}, `no`. */
Component({
  properties: {
    open: { type: Boolean, value: false },
    school: { type: Object, value: NOBODY },
    people: { type: Array, value: [] as { id: string; name: string }[] },
  },
  data: { child: null as ChildRef | null, fromId: '', now: '', toId: '', problem: '' },
  observers: {
    open(open: boolean) {
      if (open) this.setData({ child: null, toId: '', problem: '' });
    },
  },
  methods: {
    onChild({ detail }: WechatMiniprogram.CustomEvent<{ child: ChildRef }>) {
      const school = this.data.school as Staff;
      const fromId = mentorOf(school, detail.child.id)?.id ?? '';
      const now = fromId ? `现在是${personWord(school, fromId, '')}` : '现在没有人帮扶';
      this.setData({ child: detail.child, fromId, toId: fromId, now, problem: '' });
    },
    onTeacher({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.setData({ toId: detail.id });
    },
    onYes() {
      const { child, fromId, toId } = this.data;
      if (!child) return this.setData({ problem: '请先找到这个孩子。' });
      this.triggerEvent('yes', { child, fromId: fromId || null, toId: toId || null });
    },
    onNo() {
      this.triggerEvent('no');
    },
  },
});
