import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { dial } from '../../../../services/dial';
import { ask, choose } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { type FilePage, type Invite, inviteOf, type MemberRow, pageOf, REASONS, rebinding } from './view';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** One child's file for staff: the adults first, as that is what it is opened for, each one tap away. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: { file: null as FilePage | null, invite: null as Invite | null },
  methods: {
    async load() {
      await ensureSession();
      const file = await call('contacts.file', { studentId: this.data.studentId });
      this.setData({ file: pageOf(file, currentMembership()?.role ?? 'stranger', dayOf(now())) });
    },
    async onDial({ detail: { key } }: Tapped) {
      const chosen = await choose(
        `为什么给${this.member(key)?.name ?? '家里'}打电话？会记下来`,
        REASONS.map(({ label }) => label),
      );
      const reason = chosen === undefined ? undefined : REASONS[chosen];
      if (reason) await this.run(() => dial(key, reason.why));
    },
    async onInvite({ detail: { key } }: Tapped) {
      const member = this.member(key);
      if (!member || (member.isBound && !(await ask(rebinding(member))))) return;
      await this.run(async () => {
        this.setData({ invite: inviteOf(member, await call('accounts.invite', { personId: key })) });
      });
    },
    member(key: string): MemberRow | undefined {
      return this.data.file?.members.find((member) => member.key === key);
    },
    /** The code stays in sight while it is read out on the phone. */
    async onReadOut() {
      const { invite } = this.data;
      if (invite?.callable) await this.run(() => dial(invite.key, 'file'));
      else this.onCloseCode();
    },
    onCloseCode() {
      this.setData({ invite: null });
    },
    onContacts() {
      go('childLedger', { studentId: this.data.studentId });
    },
    onRecords() {
      go('records', { studentId: this.data.studentId });
    },
    onVisit() {
      go('writeVisit', { studentId: this.data.studentId });
    },
  },
});
