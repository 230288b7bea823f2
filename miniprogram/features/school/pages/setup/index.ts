import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { sentenceFor, tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { AppError } from '../../../../shared/errors/catalogue';
import { faultIn } from '../../settings/faults';
import { type Changes, changesDraft, NO_SCHOOL, readSchool, type School, settingsWith } from '../../settings/school';
import { type SectionRow, sectionRows, yearsOpen } from '../../settings/sections';
import { type PreviewRow, previewRows, previewSum, savedSentence, touchedSentence } from './view';

/** 通话点和时间: all that a school sets, by sections; two weeks as they would be, and the one place where it is kept. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    _school: NO_SCHOOL,
    _changes: {} as Changes,
    rows: [] as SectionRow[],
    /** What is shown was changed and not yet kept. */
    drafted: false,
    /** Years whose holidays are asked for: 「2027」. */
    asked: '',
    problem: '',
    days: [] as PreviewRow[],
    sum: '',
    touched: '',
    _touched: 0,
    /** Why the two weeks cannot be shown. */
    unseen: '',
    /** What became of booked calls after the last save. */
    saved: '',
  },
  methods: {
    async load() {
      const school = await readSchool();
      this.show(school, changesDraft().read() ?? {});
      // The sections can be read while the two weeks are counted.
      void this.preview();
    },
    show(school: School, changes: Changes) {
      const fault = faultIn(school, changes);
      const drafted = Object.keys(changes).length > 0;
      const asked = yearsOpen(school, settingsWith(school, changes));
      this.setData({
        _school: school,
        _changes: changes,
        rows: sectionRows(school, changes, fault, dayOf(now())),
        drafted,
        asked: asked.join('、'),
        problem: drafted && fault ? fault.text : '',
      });
    },
    async preview() {
      const { _school: school, _changes: changes, problem } = this.data;
      if (problem)
        return this.setData({ days: [], sum: '', touched: '', unseen: '改好上面那一处，就能看到两周的样子。' });
      try {
        const preview = await call('school.preview', changes);
        if (this.data._changes !== changes) return;
        this.setData({
          days: previewRows(preview, school, settingsWith(school, changes)),
          sum: previewSum(preview),
          touched: this.data.drafted ? touchedSentence(preview.touched) : '',
          _touched: this.data.drafted ? preview.touched : 0,
          unseen: '',
        });
      } catch (failure) {
        if (this.data._changes === changes)
          this.setData({ days: [], sum: '', touched: '', unseen: sentenceFor(failure) });
      }
    },
    onSection({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      this.setData({ saved: '' });
      go('schoolPart', { part: detail.key });
    },
    onHolidays() {
      go('schoolPart', { part: 'holidays' });
    },
    onCapacity() {
      go('capacity');
    },
    async onForget() {
      changesDraft().clear();
      await this.run(() => this.load());
    },
    async onSave() {
      const { _changes: changes, _touched: touched, problem } = this.data;
      if (problem) return;
      await this.run(async () => {
        const done = await call('school.configure', changes).catch((failure) => this.refused(changes, failure));
        const saved = savedSentence(done, touched);
        changesDraft().clear();
        await this.load();
        this.setData({ saved });
        if (saved) wx.pageScrollTo({ scrollTop: 0 });
        else tell('记下了');
      });
    },
    /** Where somebody else added call points meanwhile, theirs are shown: written over they would be lost. */
    async refused(changes: Changes, failure: unknown): Promise<never> {
      if (failure instanceof AppError && failure.code === 'common.stale') {
        const { points: _, ...others } = changes;
        if (Object.keys(others).length > 0) changesDraft().write(others);
        else changesDraft().clear();
        await this.load();
      }
      throw failure;
    },
  },
});
