import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { type ChildRow, choicesOf, rowsOf } from './view';

/** Typing must rest so long before it is looked for, ms. */
const REST = 300;
let resting: ReturnType<typeof setTimeout> | undefined;

/** The children whom one looks after, by class and by a part of the name. */
Component({
  behaviors: [pageBase],
  data: {
    classId: '',
    q: '',
    choices: [] as { value: string; label: string }[],
    rows: [] as ChildRow[],
    next: null as string | null,
  },
  methods: {
    async load() {
      const [classes, found] = await Promise.all([this.classes(), this.find()]);
      this.setData({ choices: classes, ...found });
    },
    async classes() {
      if (this.data.choices.length > 0) return this.data.choices;
      return choicesOf((await call('school.read', {})).classes);
    },
    async find(after?: string): Promise<{ rows: ChildRow[]; next: string | null }> {
      const { classId, q } = this.data;
      const { children, next } = await call('contacts.list', {
        ...(classId ? { classId } : {}),
        ...(q ? { q } : {}),
        ...(after === undefined ? {} : { after }),
      });
      return { rows: rowsOf(children), next };
    },
    /** What was asked for in the meantime is shown, not what was asked for before. */
    async look() {
      const { classId, q } = this.data;
      const found = await this.find();
      if (classId === this.data.classId && q === this.data.q) this.setData(found);
    },
    onType({ detail }: WechatMiniprogram.Input) {
      this.setData({ q: detail.value.trim() });
      if (resting !== undefined) clearTimeout(resting);
      resting = setTimeout(() => void this.run(() => this.look()), REST);
    },
    onClass({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ classId: detail.value[0] ?? '' });
      void this.run(() => this.look());
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
  },
});
