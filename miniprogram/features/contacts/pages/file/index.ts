import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { dial } from '../../../../services/dial';
import { ask, choose, tell } from '../../../../services/feedback';
import { shareOf } from '../../../../services/invite';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { type CallerRole, scopesOf } from '../../../../shared/access/permissions';
import type { Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import type { FieldKey } from '../../../../shared/domain/child-file';
import { REVEAL_REASONS } from '../../../../shared/text/files';
import { type FilePage, type Invite, inviteOf, type MemberRow, pageOf, REASONS, type Seen } from './view';
import { HAPPENED, rebinding, revoking } from './wechat';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;
type Touched<T extends object> = WechatMiniprogram.TouchEvent<object, object, T & WechatMiniprogram.IAnyObject>;

const OPENINGS = Object.entries(REVEAL_REASONS) as [keyof typeof REVEAL_REASONS, string][];

/** One child's file for staff: the adults first, as that is what it is opened for, each one tap away. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: {
    answer: null as Output<'contacts.file'> | null,
    file: null as FilePage | null,
    seen: {} as Seen,
    invite: null as Invite | null,
    /** Sees who opened this file. */
    audits: false,
  },
  methods: {
    async load() {
      await ensureSession();
      const answer = await call('contacts.file', { studentId: this.data.studentId });
      this.setData({ answer, audits: auditsSchool(currentMembership()?.role ?? 'stranger') });
      this.draw();
    },
    draw() {
      const { answer, seen } = this.data;
      if (answer) this.setData({ file: pageOf(answer, seen, dayOf(now())) });
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
      if (!member) return;
      if (!member.isBound) return this.giveCode(member);
      const chosen = await choose(
        `${member.who}的微信怎么了？`,
        HAPPENED.map(({ label }) => label),
      );
      const happened = chosen === undefined ? undefined : HAPPENED[chosen];
      if (!happened) return;
      const { why } = happened;
      if (why === null) {
        if (await ask(rebinding(member))) await this.giveCode(member);
      } else if (await ask(revoking(member))) {
        await this.run(async () => {
          await call('accounts.revoke', { personId: key, why });
          tell('断开了');
          await this.load();
        });
      }
    },
    async giveCode(member: MemberRow) {
      await this.run(async () => {
        this.setData({ invite: inviteOf(member, await call('accounts.invite', { personId: member.key })) });
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
    /** By the sheet's button the code is sent; by WeChat's own menu only the app, for the page shows a child. */
    onShareAppMessage({ from }: { from?: string }) {
      return shareOf(from === 'button' ? (this.data.invite?.code ?? null) : null);
    },
    /** A number or paper in full, with a reason that is kept. */
    async onSee({ currentTarget }: Touched<{ key: FieldKey }>) {
      const { key: field } = currentTarget.dataset;
      const { studentId } = this.data;
      const chosen = await choose(
        '为什么要看全？会记下来',
        OPENINGS.map(([, label]) => label),
      );
      const [why] = (chosen === undefined ? undefined : OPENINGS[chosen]) ?? [];
      if (!why) return;
      await this.run(async () => {
        const { value } = await call('contacts.reveal', { studentId, subject: studentId, field, why });
        this.setData({ seen: { ...this.data.seen, [field]: value ?? '' } });
        this.draw();
      });
    },
    onEdit({ currentTarget }: Touched<{ key: string }>) {
      const { studentId, file } = this.data;
      // One wish of a person stands at a time: a mentor sees all parts, to ask for everything at once.
      if (file?.proposes) go('editFile', { studentId });
      else go('editFile', { studentId, section: currentTarget.dataset.key });
    },
    onMember({ detail }: Tapped) {
      go('editMember', { studentId: this.data.studentId, personId: detail.key });
    },
    onAddMember() {
      go('editMember', { studentId: this.data.studentId });
    },
    onProposals() {
      go('proposals', { studentId: this.data.studentId });
    },
    onConsents() {
      go('paperConsents', { studentId: this.data.studentId });
    },
    onDelegate() {
      go('delegate', { studentId: this.data.studentId });
    },
    onAudit() {
      go('audit', { studentId: this.data.studentId });
    },
    onTimeline() {
      go('timeline', { studentId: this.data.studentId });
    },
    onContacts() {
      go('childLedger', { studentId: this.data.studentId });
    },
    onRecords() {
      go('records', { studentId: this.data.studentId });
    },
    onCare() {
      go('careChild', { studentId: this.data.studentId });
    },
    onMentors() {
      go('mentors', { studentId: this.data.studentId });
    },
    onPlans() {
      go('plans', { studentId: this.data.studentId });
    },
    onConcern() {
      go('concern', { studentId: this.data.studentId });
    },
    onVisit() {
      go('writeVisit', { studentId: this.data.studentId });
    },
  },
});

/** The office; that a teacher is the privacy officer only the server knows. */
const auditsSchool = (role: CallerRole): boolean => scopesOf(role, 'audit.read').includes('school');
