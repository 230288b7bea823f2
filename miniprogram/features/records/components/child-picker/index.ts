import type { DueChild } from '../../../../services/at-door';
import type { KnownChild } from '../../../../services/children';
import type { Feeding } from '../../../../shared/domain/record-kinds';
import type { Child } from '../../form';
import { type ChildRow, classChips, dueRows, found, wholeClasses } from './choose';

/**
 * Chooses one or several of the children whom the phone knows, also without a network: what is due, then by name or class. Event `change`
 * {children}: who is chosen now.
 */
Component({
  properties: {
    title: { type: String, value: '' },
    children: { type: Array, value: [] as KnownChild[] },
    due: { type: Array, value: [] as DueChild[] },
    /** The kind that is written: whom it is due for stands first. */
    kind: { type: Object, value: { id: '', feeds: [] } as Feeding },
    chosen: { type: Array, value: [] as Child[] },
    multiple: { type: Boolean, value: false },
    /** Names of the classes that may be taken as a whole. */
    groups: { type: Array, value: [] as string[] },
    problem: { type: String, value: '' },
  },
  data: {
    typed: '',
    waiting: [] as ChildRow[],
    rows: [] as ChildRow[],
    classes: [] as { value: string; label: string }[],
    whole: [] as string[],
  },
  observers: {
    'children, due, kind, chosen, typed, multiple, groups'(
      children: KnownChild[],
      due: DueChild[],
      kind: Feeding,
      chosen: Child[],
      typed: string,
      multiple: boolean,
      groups: string[],
    ) {
      const ids = multiple ? chosen.map(({ id }) => id) : null;
      const waiting = dueRows(due, kind, typed, ids);
      const isElsewhere = ({ id }: KnownChild) => !waiting.some(({ key }) => key === id);
      this.setData({
        waiting,
        rows: found(children.filter(isElsewhere), typed, ids),
        classes: multiple ? classChips(children, groups) : [],
        whole: multiple ? wholeClasses(children, ids ?? []) : [],
      });
    },
  },
  methods: {
    onType({ detail }: WechatMiniprogram.Input) {
      this.setData({ typed: detail.value.trim() });
    },
    onChoose({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const all = [...(this.data.children as KnownChild[]), ...(this.data.due as DueChild[])];
      const child = all.find(({ id }) => id === detail.key);
      if (!child) return;
      const chosen = this.data.chosen as Child[];
      const others = chosen.filter(({ id }) => id !== child.id);
      if (!this.data.multiple) this.tell([child]);
      else this.tell(others.length < chosen.length ? others : [...chosen, child]);
    },
    /** A class is taken, or given back, with all its children. */
    onClasses({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      const { whole } = this.data;
      const isTurned = ({ className }: Child) => whole.includes(className) !== detail.value.includes(className);
      const others = (this.data.chosen as Child[]).filter((child) => !isTurned(child));
      const added = (this.data.children as KnownChild[]).filter(
        (child) => isTurned(child) && detail.value.includes(child.className),
      );
      this.tell([...others, ...added]);
    },
    tell(children: Child[]) {
      const chosen = children.map(({ id, name, className }) => ({ id, name, className }));
      this.triggerEvent('change', { children: chosen });
    },
  },
});
