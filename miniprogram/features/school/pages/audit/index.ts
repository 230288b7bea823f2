import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { now } from '../../../../services/time';
import type { ChildRef } from '../../../../shared/contract';
import { type AuditRow, auditRow, childName } from './view';

/** How long typing must rest before names are looked for, ms. */
const REST = 400;
/** Children offered for a name. */
const OFFERED = 8;

const waiting = new WeakMap<object, ReturnType<typeof setTimeout>>();

interface Child {
  readonly id: string;
  readonly name: string;
}

/** 谁看过档案: who opened whose file, when and why; of the whole school or of one child. */
Component({
  behaviors: [pageBase],
  properties: {
    /** Opened from a child's file: only what was done with that one. */
    studentId: { type: String, value: '' },
  },
  data: {
    rows: [] as AuditRow[],
    next: null as number | null,
    /** The child whose file it is about; null for all. */
    child: null as Child | null,
    q: '',
    found: [] as { key: string; name: string }[],
    searched: false,
  },
  lifetimes: {
    detached() {
      rest(this);
    },
  },
  methods: {
    async load() {
      const { studentId, child } = this.data;
      if (studentId && !child) this.setData({ child: { id: studentId, name: '这个孩子' } });
      this.setData(await this.fetch());
    },
    /** The next older ones; the server's cursor says where they begin. */
    async onReachBottom() {
      const { next, rows } = this.data;
      if (next === null) return;
      await this.run(async () => {
        const older = await this.fetch(next);
        this.setData({ rows: [...rows, ...older.rows], next: older.next });
      });
    },
    async fetch(before?: number): Promise<{ rows: AuditRow[]; next: number | null; child: Child | null }> {
      const { child } = this.data;
      const { entries, next } = await call('audit.list', {
        ...(child ? { studentId: child.id } : {}),
        ...(before === undefined ? {} : { before }),
      });
      return { rows: entries.map((entry) => auditRow(entry, now())), next, child: child && named(child, entries) };
    },
    onType({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ q: detail.value });
      rest(this);
      waiting.set(
        this,
        setTimeout(() => void this.search(), REST),
      );
    },
    async search() {
      const q = this.data.q.trim();
      if (!q) return this.setData({ found: [], searched: false });
      await this.run(async () => {
        const { children } = await call('contacts.list', { q });
        // Somebody who types on is not shown what the shorter name found.
        if (q === this.data.q.trim()) this.setData({ found: children.slice(0, OFFERED).map(offerOf), searched: true });
      });
    },
    async onChild({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const chosen = this.data.found.find(({ key }) => key === detail.key);
      if (!chosen) return;
      this.setData({ child: { id: chosen.key, name: chosen.name }, q: '', found: [], searched: false });
      await this.run(() => this.load());
    },
    async onAll() {
      this.setData({ child: null, studentId: '' });
      await this.run(() => this.load());
    },
  },
});

function rest(page: object): void {
  const timer = waiting.get(page);
  if (timer) clearTimeout(timer);
  waiting.delete(page);
}

/** The child with its name, as the entries say it: a page is opened with an id alone. */
function named(child: Child, entries: readonly { readonly children: readonly ChildRef[] }[]): Child {
  const found = entries.flatMap(({ children }) => children).find(({ id }) => id === child.id);
  return found ? { id: child.id, name: childName(found) } : child;
}

const offerOf = (child: ChildRef) => ({ key: child.id, name: childName(child) });
