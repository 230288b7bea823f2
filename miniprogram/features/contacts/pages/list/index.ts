import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { showError } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import {
  type ChildRow,
  type Choices,
  choicesOf,
  footOf,
  rowsOf,
  SEARCH_HINT,
  seesClasses,
  type Tool,
  toolsOf,
} from './view';

/** Typing must rest so long before it is looked for, ms. */
const REST = 300;
const resting = new WeakMap<object, ReturnType<typeof setTimeout>>();

interface Found {
  readonly rows: ChildRow[];
  readonly foot: string;
  readonly next: string | null;
}

/** The children whom one looks after, by class, and by whatever of them one knows. */
Component({
  behaviors: [pageBase],
  data: {
    hint: SEARCH_HINT,
    classId: '',
    className: '全部',
    /** As typed, and as it was last looked for. */
    typed: '',
    q: '',
    looking: false,
    choices: null as Choices | null,
    tools: [] as Tool[],
    rows: [] as ChildRow[],
    foot: '',
    next: null as string | null,
  },
  lifetimes: {
    detached() {
      stop(this);
    },
  },
  methods: {
    async load() {
      await ensureSession();
      const [choices, found] = await Promise.all([this.classes(), this.find()]);
      this.setData({ choices, tools: toolsOf(currentMembership()?.role ?? 'stranger'), ...found });
    },
    async classes(): Promise<Choices> {
      const { choices } = this.data;
      if (choices) return choices;
      const isTold = seesClasses(currentMembership()?.role ?? 'stranger');
      return choicesOf(isTold ? (await call('school.read', {})).classes : []);
    },
    async find(after?: string): Promise<Found> {
      const { classId, q } = this.data;
      const found = await call('contacts.list', {
        ...(classId ? { classId } : {}),
        ...(q ? { q } : {}),
        ...(after === undefined ? {} : { after }),
      });
      return { rows: rowsOf(found.children), foot: footOf(found, q), next: found.next };
    },
    /** One question at a time: what was typed while it was on its way is asked next, and only the last answer is shown. */
    async look() {
      if (this.data.looking) return;
      this.setData({ looking: true });
      try {
        for (;;) {
          const { classId, q } = this.data;
          const found = await this.find();
          if (classId === this.data.classId && q === this.data.q) return this.setData({ ...found });
        }
      } catch (failure) {
        await showError(failure);
      } finally {
        this.setData({ looking: false });
      }
    },
    onType({ detail }: WechatMiniprogram.Input) {
      this.setData({ typed: detail.value });
      stop(this);
      resting.set(
        this,
        setTimeout(() => {
          const q = this.data.typed.trim();
          if (q === this.data.q) return;
          this.setData({ q });
          void this.look();
        }, REST),
      );
    },
    onClass({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.choose(detail.value[0] ?? '');
    },
    onWheel({ detail }: WechatMiniprogram.CustomEvent<{ value: string | number }>) {
      this.choose(this.data.choices?.all[Number(detail.value)]?.value ?? '');
    },
    choose(classId: string) {
      const className = this.data.choices?.all.find(({ value }) => value === classId)?.label ?? '全部';
      this.setData({ classId, className });
      void this.look();
    },
    async onReachBottom() {
      const { next, rows } = this.data;
      if (next === null) return;
      await this.run(async () => {
        const more = await this.find(next);
        this.setData({ rows: [...rows, ...more.rows], next: more.next });
      });
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('file', { studentId: detail.key });
    },
    onTool({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: Tool['key'] }>) {
      go(currentTarget.dataset.key);
    },
  },
});

function stop(page: object): void {
  const timer = resting.get(page);
  if (timer) clearTimeout(timer);
  resting.delete(page);
}
