import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { ask, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import type { ChildRef, Output } from '../../../../shared/contract';
import type { PairingKindId } from '../../../../shared/domain/pairing';
import { EMPTY_FORM, type PairForm, type PairPage, pageOf, withMentor } from './view';

type Keyed = WechatMiniprogram.CustomEvent<{ key: string }>;
type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;

/** By hand: who, as what, beside which children. With `studentId` the child is chosen already, with `mentorId` the mentor. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: {
    studentId: { type: String, value: '' },
    mentorId: { type: String, value: '' },
  },
  data: {
    page: null as PairPage | null,
    form: EMPTY_FORM,
    mentors: [] as Output<'pairing.board'>['mentors'],
    classId: '',
    _load: 0,
    _pupils: null as Output<'pairing.pupils'> | null,
    _key: '',
    _begun: false,
  },
  methods: {
    async load() {
      const { studentId, mentorId, classId, _begun: begun } = this.data;
      const [board, pupils, history] = await Promise.all([
        call('pairing.board', {}),
        call('pairing.pupils', classId ? { classId } : {}),
        studentId && !begun ? call('pairing.history', { studentId }) : undefined,
      ]);
      this.setData({ mentors: board.mentors, _load: board.load, _pupils: pupils, classId: pupils.classId ?? '' });
      const given = begun
        ? this.data.form
        : withMentor(
            { ...EMPTY_FORM, children: history ? [history.child] : [] },
            board.mentors.find(({ id, check }) => id === mentorId && check !== 'missing') ?? null,
          );
      this.setData({ _begun: true });
      this.put(given);
    },
    put(form: PairForm) {
      const { _pupils: pupils, _load: load } = this.data;
      this.setData({ form, page: pageOf(form, pupils, load), _key: newId() });
    },
    onMentor({ detail }: Keyed) {
      this.put(withMentor(this.data.form, this.data.mentors.find(({ id }) => id === detail.key) ?? null));
    },
    onOther() {
      this.put(withMentor(this.data.form, null));
    },
    onKind({ detail }: Chosen) {
      this.put({ ...this.data.form, kind: (detail.value[0] as PairingKindId | undefined) ?? null });
    },
    async onClass({ detail }: WechatMiniprogram.PickerChange) {
      const classId = this.data.page?.classes[Number(detail.value)]?.value;
      if (!classId) return;
      await this.run(async () => {
        const pupils = await call('pairing.pupils', { classId });
        this.setData({ classId, _pupils: pupils });
        this.put(this.data.form);
      });
    },
    onChild({ detail }: Keyed) {
      const child = this.data._pupils?.pupils.find(({ id }): boolean => id === detail.key);
      if (child) this.put({ ...this.data.form, children: [...this.data.form.children, child] });
    },
    onNoChild({ detail }: Keyed) {
      this.put({
        ...this.data.form,
        children: this.data.form.children.filter(({ id }: ChildRef) => id !== detail.key),
      });
    },
    async onSave() {
      const { form, page, _key: requestKey } = this.data;
      const { mentor, kind, children } = form;
      if (!mentor || !kind || !page?.ready) return;
      if (page.warning && !(await ask({ text: page.warning, yes: '就这样配' }))) return;
      const pairs = children.map(({ id: studentId }) => ({ studentId, mentorId: mentor.id, kind }));
      const paired = await this.run(() => call('pairing.pair', { requestKey, pairs }));
      if (!paired) return;
      tell('配好了');
      wx.navigateBack();
    },
  },
});
