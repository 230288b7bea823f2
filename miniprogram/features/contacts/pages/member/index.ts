import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { goInstead } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { AppError } from '../../../../shared/errors/catalogue';
import { editing } from '../../editing';
import { factsOf, type MemberHead, memberHead } from './view';

/** An adult on a child's file: every fact that the caller may change, or somebody new. */
Component({
  behaviors: [editing],
  properties: {
    studentId: { type: String, value: '' },
    /** Empty for somebody new. */
    personId: { type: String, value: '' },
  },
  data: { head: null as MemberHead | null, removing: false, removeWhy: '', removeKey: '', whyProblem: '' },
  methods: {
    async load() {
      await ensureSession();
      const { studentId, personId } = this.data;
      const file = await call('contacts.file', { studentId });
      const member = file.members.find((one) => one.personId === personId);
      if (personId && !member) throw new AppError('common.not-found');
      this.setData({ head: memberHead(file, member) });
      if (member) this.begin(studentId, `file:${studentId}:${personId}`, factsOf(member));
    },
    onAdded() {
      tell('加好了');
      wx.navigateBack({ fail: () => goInstead('file', { studentId: this.data.studentId }) });
    },
    onRemove() {
      this.setData({ removing: true, removeWhy: '', removeKey: newId(), whyProblem: '' });
    },
    onStay() {
      this.setData({ removing: false });
    },
    onRemoveWhy({ detail }: WechatMiniprogram.Input) {
      this.setData({ removeWhy: detail.value, removeKey: newId(), whyProblem: '' });
    },
    async onRemoveYes() {
      const { studentId, personId, removeKey: key } = this.data;
      const why = this.data.removeWhy.trim();
      if (why === '') return this.setData({ whyProblem: '请写一句为什么。' });
      const isGone = await this.run(() => call('contacts.removeMember', { key, studentId, personId, why }));
      if (!isGone) return;
      this.setData({ removing: false });
      tell('去掉了');
      this.onSaved();
    },
  },
});
