import type { Noted, NoteSheet } from './sheet';

/**
 * What a teacher writes down in a moment: one of a few answers to tap, where there are any, and some words. What was typed stays
 * until the sheet asks about something else. Events: `done` (`Noted`), `close`.
 */
Component({
  properties: {
    /** What it asks; null while it is closed. */
    sheet: { type: Object, value: null as NoteSheet | null },
    busy: { type: Boolean, value: false },
  },
  data: { key: '', kind: '', note: '', problem: '' },
  observers: {
    sheet(sheet: NoteSheet | null) {
      if (sheet && sheet.key !== this.data.key) this.setData({ key: sheet.key, kind: '', note: '', problem: '' });
    },
  },
  methods: {
    onKind({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ kind: detail.value[0] ?? '', problem: '' });
    },
    onNote({ detail }: WechatMiniprogram.Input) {
      this.setData({ note: detail.value });
    },
    onYes() {
      const { kind, note } = this.data;
      const sheet = this.data.sheet as NoteSheet | null;
      if (!sheet) return;
      if (sheet.choices.length > 0 && kind === '') this.setData({ problem: '请先点一个' });
      else this.triggerEvent('done', { key: sheet.key, kind, note: note.trim() } satisfies Noted);
    },
    onNo() {
      this.triggerEvent('close');
    },
  },
});
