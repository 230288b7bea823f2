import { call } from '../../../../services/call';
import { sentenceFor } from '../../../../services/feedback';
import type { ChildRef } from '../../../../shared/contract';

/** Typing must rest so long before it is looked for, ms. */
const REST = 300;
/** More are not told apart at a glance: a longer word finds fewer. */
const SHOWN = 8;

/** Which typing belongs to which finder: `data` is no place for timers. */
const resting = new WeakMap<object, ReturnType<typeof setTimeout>>();

/** Finds a child of the school by name, pinyin, class or phone tail. Event `pick` {child}. `action`: what a tap does. */
Component({
  properties: {
    action: { type: String, value: '选这个' },
    /** Children that are chosen already. */
    chosen: { type: Array, value: [] as string[] },
  },
  data: { q: '', found: [] as ChildRef[], hint: '' },
  lifetimes: {
    detached() {
      stop(this);
    },
  },
  methods: {
    onType({ detail }: WechatMiniprogram.Input) {
      const q = detail.value.trim();
      this.setData({ q });
      stop(this);
      const timer = setTimeout(() => void this.look(), REST);
      resting.set(this, timer);
    },
    /** What was asked for in the meantime is shown, not what was asked for before. */
    async look() {
      const { q } = this.data;
      if (!q) return this.setData({ found: [], hint: '' });
      try {
        const { children } = await call('contacts.list', { q });
        if (q !== this.data.q) return;
        const chosen = this.data.chosen as string[];
        const found = children.filter(({ id }) => !chosen.includes(id));
        const hint = found.length === 0 ? '没有找到。' : found.length > SHOWN ? '还有别的，多打一个字就找得准。' : '';
        this.setData({ found: found.slice(0, SHOWN), hint });
      } catch (failure) {
        this.setData({ hint: sentenceFor(failure) });
      }
    },
    onPick({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const child = this.data.found.find(({ id }) => id === detail.key);
      if (!child) return;
      const { id, name, className } = child;
      this.setData({ q: '', found: [], hint: '' });
      this.triggerEvent('pick', { child: { id, name, className } });
    },
  },
});

function stop(finder: object): void {
  const timer = resting.get(finder);
  if (timer !== undefined) clearTimeout(timer);
}
