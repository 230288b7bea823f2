import { pageBase } from '../../../../behaviors/page-base';
import type { Choice } from '../../../../components/choice-chips/index';
import { call } from '../../../../services/call';
import { openDocument } from '../../../../services/document';
import { ensureSession } from '../../../../services/session';
import { choicesOf, type ExportForm, type ExportInput, emptyForm, exportInput, KINDS, REASONS } from './view';

type Value<T> = WechatMiniprogram.CustomEvent<{ value: T }>;

/** Files as a workbook that WPS and Excel open. Why it is taken out is asked and kept. */
Component({
  behaviors: [pageBase],
  properties: {
    classId: { type: String, value: '' },
  },
  data: {
    kinds: KINDS,
    reasons: REASONS,
    classes: null as Choice[] | null,
    form: emptyForm(''),
    className: '全部',
    problem: '',
    made: '',
  },
  methods: {
    async load() {
      await ensureSession();
      if (this.data.classes) return;
      const { classes } = await call('school.read', {});
      this.setData({ classes: choicesOf(classes) });
      this.change({ classId: this.data.classId });
    },
    change(part: Partial<ExportForm>) {
      const form = { ...this.data.form, ...part };
      const className = this.data.classes?.find(({ value }) => value === form.classId)?.label ?? '全部';
      this.setData({ form, className, problem: '', made: '' });
    },
    onKind({ detail }: Value<string[]>) {
      this.change({ kind: detail.value[0] === 'form' ? 'form' : 'class' });
    },
    onClass({ detail }: Value<string | number>) {
      this.change({ classId: this.data.classes?.[Number(detail.value)]?.value ?? '' });
    },
    onLeftBehind({ detail }: Value<boolean>) {
      this.change({ leftBehindOnly: detail.value });
    },
    onWhy({ detail }: Value<string[]>) {
      this.change({ why: (detail.value[0] ?? '') as ExportInput['why'] | '' });
    },
    onNote({ detail }: WechatMiniprogram.Input) {
      this.change({ note: detail.value });
    },
    async onExport() {
      const input = exportInput(this.data.form);
      if (!input) return this.setData({ problem: '请选一个：拿去做什么。' });
      await this.run(async () => {
        const { url, fileName, pupils } = await call('contacts.export', input);
        await openDocument(url, fileName);
        this.setData({ made: `做好了：${fileName}，一共 ${pupils} 个孩子。点右上角的「…」可以发到电脑上。` });
      });
    },
  },
});
