import { call } from '../../../../services/call';
import { sentenceFor } from '../../../../services/feedback';
import type { Output } from '../../../../shared/contract';

type Adult = Output<'contacts.file'>['members'][number];

/** Typing must rest so long before a name is looked for, ms. */
const REST = 400;
/** Children offered for a name. */
const OFFERED = 6;
const waiting = new WeakMap<object, ReturnType<typeof setTimeout>>();

/**
 * An adult whom the school knows from a brother or sister: the child is looked for by name, then one of its family. Event `choose`
 * {personId, name, relation, role}.
 */
Component({
  data: {
    q: '',
    found: [] as { key: string; name: string }[],
    searched: false,
    problem: '',
    child: '',
    adults: [] as { key: string; name: string; fact: string }[],
    members: [] as Adult[],
  },
  lifetimes: {
    detached() {
      rest(this);
    },
  },
  methods: {
    onType({ detail }: WechatMiniprogram.Input) {
      this.setData({ q: detail.value, child: '', adults: [] });
      rest(this);
      waiting.set(
        this,
        setTimeout(() => void this.search(), REST),
      );
    },
    async search() {
      const q = this.data.q.trim();
      if (q === '') return this.setData({ found: [], searched: false });
      try {
        const { children } = await call('contacts.list', { q });
        // Somebody who typed on is not shown what the shorter name found.
        if (q !== this.data.q.trim()) return;
        const found = children
          .slice(0, OFFERED)
          .map(({ id, name, className }) => ({ key: id, name: `${className} ${name}` }));
        this.setData({ found, searched: true, problem: '' });
      } catch (failure) {
        this.setData({ problem: sentenceFor(failure) });
      }
    },
    async onChild({ detail: { key } }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      try {
        const { name, members } = await call('contacts.file', { studentId: key });
        this.setData({
          child: name,
          members: [...members],
          adults: members.map((one) => ({
            key: one.personId,
            name: `${one.relation} ${one.name}`,
            fact: one.phoneMasked ?? '没有登记电话',
          })),
          problem: '',
        });
      } catch (failure) {
        this.setData({ problem: sentenceFor(failure) });
      }
    },
    onAdult({ detail: { key } }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const chosen = this.data.members.find(({ personId }) => personId === key);
      if (!chosen) return;
      const { personId, name, relation, role } = chosen;
      this.triggerEvent('choose', { personId, name, relation, role });
    },
  },
});

function rest(component: object): void {
  const timer = waiting.get(component);
  if (timer) clearTimeout(timer);
  waiting.delete(component);
}
