import { pageBase } from '../../../../behaviors/page-base';
import type { Choice } from '../../../../components/choice-chips/index';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { asAppError, ask, choose, sentenceFor, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { shareOf } from '../../../../services/invite';
import { go } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { dayOf } from '../../../../shared/domain/calendar';
import type { Staff, StaffMember } from '../../people';
import {
  checkWord,
  classChoices,
  EMPTY_FORM,
  formOf,
  type Invite,
  inviteOf,
  missingIn,
  type Needed,
  neededOf,
  type PersonForm,
  pairsWord,
  partsOf,
  pointChoices,
  REVOKES,
  ROLE_CHOICES,
  SEXES,
  savedOf,
} from './view';

type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;
const NOBODY: Staff = { staff: [], classes: [], points: [] };

/** One of the school's people or tablets: who it is, what it does here, and its WeChat. Without an id: a new one. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    personId: '',
    /** As the school has it; null for a new one. */
    person: null as StaffMember | null,
    form: EMPTY_FORM,
    parts: partsOf(EMPTY_FORM.role),
    roles: ROLE_CHOICES,
    classes: [] as Choice[],
    points: [] as Choice[],
    sexes: SEXES,
    pairs: '',
    check: '',
    today: dayOf(Date.now()),
    changed: false,
    problem: '',
    invite: null as Invite | null,
    leaving: false,
    needed: [] as Needed[],
    _school: NOBODY,
    /** Of what stands in the form: the same again is the same request. */
    _key: '',
  },
  methods: {
    /** `id` cannot be a property: every component has that name already. */
    onLoad({ id = '' }: { readonly id?: string }) {
      this.setData({ personId: id });
    },
    draft() {
      return draftOf<PersonForm>(`person:${this.data.personId}`);
    },
    async load() {
      await ensureSession();
      const school = await call('staff.list', {});
      const person = school.staff.find(({ id }) => id === this.data.personId) ?? null;
      const typed = this.draft().read();
      this.setData({
        _school: school,
        person,
        classes: classChoices(school, this.data.personId),
        points: pointChoices(school),
        pairs: person ? pairsWord(person) : '',
        check: person ? checkWord(person) : '',
        changed: typed !== undefined,
      });
      if (!this.data._key || !typed) this.put(typed ?? (person ? formOf(person) : EMPTY_FORM));
    },
    put(form: PersonForm) {
      this.setData({
        form,
        parts: partsOf(form.role),
        problem: '',
        _key: newId(),
      });
    },
    write(part: Partial<PersonForm>) {
      const form = { ...this.data.form, ...part };
      this.draft().write(form);
      this.put(form);
      this.setData({ changed: true });
    },
    onName({ detail }: WechatMiniprogram.Input) {
      this.write({ name: detail.value });
    },
    onPhone({ detail }: WechatMiniprogram.Input) {
      this.write({ phone: detail.value });
    },
    onRole({ detail }: Chosen) {
      this.write({ role: detail.value[0] as PersonForm['role'] });
    },
    onClasses({ detail }: Chosen) {
      this.write({ classIds: detail.value });
    },
    onPoint({ detail }: Chosen) {
      this.write({ pointId: detail.value[0] ?? null });
    },
    onOfficer({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
      this.write({ officer: detail.value });
    },
    onSex({ detail }: Chosen) {
      this.write({ sex: (detail.value[0] as PersonForm['sex']) ?? null });
    },
    onVillage({ detail }: WechatMiniprogram.Input) {
      this.write({ village: detail.value });
    },
    onCheckedUntil({ detail }: WechatMiniprogram.PickerChange) {
      this.write({ checkedUntil: String(detail.value) });
    },
    onPairs() {
      go('mentors', { mentorId: this.data.personId });
    },
    async onSave() {
      const { form, personId, _key: key } = this.data;
      const problem = missingIn(form);
      this.setData({ problem });
      if (problem) return;
      await this.run(async () => {
        try {
          const { id } = await call('staff.save', { key, ...savedOf(form, personId) });
          this.draft().clear();
          this.setData({ personId: id, _key: '' });
          await this.load();
          tell(personId ? '改好了' : '加好了，再给一个邀请码');
        } catch (failure) {
          const { code } = asAppError(failure);
          if (code !== 'staff.class-taken') throw failure;
          if (await ask({ text: sentenceFor(failure), yes: '去交接' })) go('handover', { kind: 'change' });
        }
      });
    },

    async onInvite() {
      const { person } = this.data;
      if (!person) return;
      const text = '给了新的邀请码，原来的微信马上就进不来了。';
      if (person.bound && !(await ask({ title: `${person.name}换了微信？`, text, yes: '给新的码' }))) return;
      await this.run(async () => {
        this.setData({ invite: inviteOf(await call('accounts.invite', { personId: person.id })) });
      });
    },
    async onInviteClosed() {
      this.setData({ invite: null });
      await this.refresh();
    },
    async onRevoke() {
      const { person } = this.data;
      const labels = REVOKES.map(({ label }) => label);
      const chosen = await choose('为什么让这个微信退出？会记下来', labels);
      const reason = chosen === undefined ? undefined : REVOKES[chosen];
      if (!person || !reason) return;
      await this.run(async () => {
        await call('accounts.revoke', { personId: person.id, why: reason.why });
        await this.load();
        tell('那个微信已经进不来了');
      });
    },

    onAskRemove() {
      this.setData({ leaving: true, needed: [] });
    },
    onStay() {
      this.setData({ leaving: false });
    },
    async onRemove() {
      const { personId } = this.data;
      await this.run(async () => {
        try {
          await call('staff.remove', { id: personId });
          this.draft().clear();
          wx.navigateBack();
        } catch (failure) {
          const { code, details } = asAppError(failure);
          this.setData({ leaving: false });
          if (code === 'staff.still-needed') {
            this.setData({ needed: neededOf(details) });
            wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
          }
          throw failure;
        }
      });
      this.setData({ leaving: false });
    },
    onNeeded({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      if (detail.key === 'duty') go('schoolPart', { part: 'duty' });
      else go('handover', { kind: 'change' });
    },
    onShareAppMessage({ from }: { from?: string }) {
      return shareOf(from === 'button' ? (this.data.invite?.code ?? null) : null);
    },
  },
});
