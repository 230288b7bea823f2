import type { FactRow } from '../../../../components/fact-field/row';
import { call } from '../../../../services/call';
import { type Draft, draftOf } from '../../../../services/drafts';
import { showError } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { emptyMember, memberInput, type NewForm, type NewMember, newProblems, questionsOf, withRelation } from './view';

type Keyed<T> = WechatMiniprogram.CustomEvent<T & { key: string }>;

/** An adult who is to stand on a child's file: a new one, or one known from a brother or sister. Event `added`. */
Component({
  properties: {
    studentId: { type: String, value: '' },
    /** May say who is a legal guardian. */
    mayRights: { type: Boolean, value: false },
  },
  data: {
    form: emptyMember(''),
    rows: [] as FactRow[],
    tried: false,
    known: false,
    busy: false,
    roles: [
      { value: 'parent', label: '爸爸或妈妈' },
      { value: 'guardian', label: '在家照看的大人' },
    ],
  },
  lifetimes: {
    attached() {
      this.take(this.draft().read() ?? emptyMember(newId()));
    },
  },
  methods: {
    take(form: NewForm) {
      const { mayRights, tried } = this.data;
      const problems = tried ? newProblems(form, mayRights) : {};
      this.setData({ form, rows: questionsOf(form, mayRights, problems) });
    },
    change(part: Partial<NewForm>) {
      const form = { ...this.data.form, ...part, key: newId() };
      this.draft().write(form);
      this.take(form);
    },
    onRole({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.change({ role: detail.value[0] === 'guardian' ? 'guardian' : 'parent' });
    },
    onFact({ detail: { key, value } }: Keyed<{ value: string }>) {
      this.change(key === 'relation' ? withRelation(this.data.form, value) : { [key]: value });
    },
    onKnown() {
      this.setData({ known: true });
    },
    onAdult({ detail }: WechatMiniprogram.CustomEvent<Pick<NewForm, 'personId' | 'name' | 'relation' | 'role'>>) {
      this.setData({ known: false });
      this.change({ ...detail, phone: '' });
    },
    onNew() {
      this.setData({ known: false });
      this.change({ personId: '', name: '' });
    },
    async onAdd() {
      const { form, mayRights, studentId, busy } = this.data;
      this.setData({ tried: true });
      this.take(form);
      if (busy || Object.keys(newProblems(form, mayRights)).length > 0) return;
      this.setData({ busy: true });
      try {
        await this.add(memberInput(form, studentId, mayRights));
      } catch (failure) {
        await showError(failure);
      } finally {
        this.setData({ busy: false });
      }
    },
    async add(input: NewMember) {
      await call('contacts.addMember', input);
      this.draft().clear();
      this.triggerEvent('added');
    },
    draft(): Draft<NewForm> {
      return draftOf(`member:${this.data.studentId}`);
    },
  },
});
