import type { Choice } from '../../../../components/choice-chips/index';
import { call } from '../../../../services/call';
import { sentenceFor } from '../../../../services/feedback';
import type { ChildRef } from '../../../../shared/contract';
import { type Place, placeOf } from '../../handover/plan';

/** Children come by the hundred; no class is larger than three hundred. */
const PAGES = 3;
const NOWHERE: Place = { grade: 1, number: 1 };

/**
 * Children of one class who go to another than the rest: they stay down, or the class is split. Events: `yes` {classId, children, to}, `no`.
 */
Component({
  properties: {
    open: { type: Boolean, value: false },
    kind: { type: String, value: 'year' as 'year' | 'change' },
    /** {id, name} of the classes that are there now. */
    classes: { type: Array, value: [] as { id: string; name: string }[] },
  },
  options: { pureDataPattern: /^_/ },
  data: {
    classId: '',
    to: NOWHERE,
    pupils: [] as Choice[],
    chosen: [] as string[],
    problem: '',
    _children: [] as ChildRef[],
  },
  observers: {
    open(open: boolean) {
      if (open) this.setData({ classId: '', pupils: [], chosen: [], problem: '', _children: [] });
    },
  },
  methods: {
    async onClass({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      const classId = detail.id;
      const here = (this.data.classes as { id: string; name: string }[]).find(({ id }) => id === classId);
      this.setData({ classId, chosen: [], pupils: [], to: placeOf(here?.name ?? '') ?? NOWHERE, problem: '' });
      try {
        const children = await pupilsOf(classId);
        if (classId !== this.data.classId) return;
        this.setData({ _children: children, pupils: children.map(({ id, name }) => ({ value: id, label: name })) });
      } catch (failure) {
        this.setData({ problem: sentenceFor(failure) });
      }
    },
    onChosen({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ chosen: detail.value, problem: '' });
    },
    onPlace({ detail }: WechatMiniprogram.CustomEvent<{ place: Place }>) {
      this.setData({ to: detail.place });
    },
    onYes() {
      const { _children: all, classId, chosen, to } = this.data;
      const children = all.filter(({ id }) => chosen.includes(id));
      if (children.length === 0) return this.setData({ problem: '请选是哪些孩子。' });
      this.triggerEvent('yes', { classId, children, to });
    },
    onNo() {
      this.triggerEvent('no');
    },
  },
});

async function pupilsOf(classId: string): Promise<ChildRef[]> {
  const children: ChildRef[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await call('contacts.list', { classId, ...(after === undefined ? {} : { after }) });
    children.push(...answer.children.map(({ id, name, className }) => ({ id, name, className })));
    if (answer.next === null) break;
    after = answer.next;
  }
  return children;
}
