import { pageBase } from '../../behaviors/page-base';
import { call } from '../../services/call';
import { type Draft, draftOf } from '../../services/drafts';
import { ask, choose, tell } from '../../services/feedback';
import { newId } from '../../services/ids';
import { goInstead } from '../../services/routes';
import type { FieldConflict, Input } from '../../shared/contract';
import { RIGHT_REASONS, type RightReason } from '../../shared/domain/child-file';
import { REVEAL_REASONS } from '../../shared/text/files';
import {
  asksOnly,
  type ConflictRow,
  changesRights,
  conflictRows,
  type EditForm,
  editsOf,
  emptyForm,
  type Fact,
  type FactGroup,
  groupsOf,
  isBegun,
  keyOf,
  type Opened,
  type Problems,
  problemsOf,
  settled,
  typedOver,
} from './typed';

type Keyed<T> = WechatMiniprogram.CustomEvent<T & { key: string }>;
type RevealReason = Input<'contacts.reveal'>['why'];

const WHYS = Object.keys(REVEAL_REASONS) as RevealReason[];

/**
 * What the pages that change a child's file share: every letter typed is a draft at once, a masked fact is opened with a reason, and what
 * somebody else changed meanwhile is decided here, fact by fact. The page calls `begin` with the facts it shows, and hands the rest to
 * `parts/fact-form`; `onSaved` is called when all is kept.
 */
export const editing = Behavior({
  behaviors: [pageBase],
  data: {
    childId: '',
    draftName: '',
    facts: [] as Fact[],
    form: emptyForm(''),
    opened: {} as Opened,
    problems: {} as Problems,
    groups: [] as FactGroup[],
    conflicts: [] as ConflictRow[],
    /** As the school answered them. */
    clashes: [] as FieldConflict[],
    asksReason: false,
    /** What is typed is asked for instead of saved. */
    proposes: false,
    resumed: false,
    reasons: Object.entries(RIGHT_REASONS).map(([value, label]) => ({ value, label })),
  },
  methods: {
    /** Takes up the facts as the file has them now, and what was typed before the app was killed. */
    begin(childId: string, draftName: string, facts: Fact[]) {
      const isFirst = this.data.draftName === '';
      this.setData({ childId, draftName, facts, proposes: asksOnly(facts) });
      const kept = isFirst ? this.draft().read() : this.data.form;
      this.setData({ form: kept ?? emptyForm(newId()), resumed: isFirst && kept !== undefined && isBegun(kept) });
      this.draw();
    },
    draw() {
      const { facts, form, opened, problems } = this.data;
      this.setData({ groups: groupsOf(facts, form, opened, problems), asksReason: changesRights(form) });
    },
    /** What changed is kept; a sentence that was said goes as soon as it is no longer true. */
    keep(part: Partial<EditForm>) {
      const form = { ...this.data.form, ...part };
      this.draft().write(form);
      const wrong = Object.keys(this.data.problems).length > 0;
      this.setData({ form, problems: wrong ? problemsOf(form) : {} });
      this.draw();
    },
    onFact({ detail }: Keyed<{ value: string }>) {
      const { facts, form, opened } = this.data;
      const fact = facts.find((one) => keyOf(one) === detail.key);
      if (fact) this.keep(typedOver(form, fact, opened, detail.value, newId()));
    },
    onWhy({ detail }: WechatMiniprogram.Input) {
      this.keep({ why: detail.value, key: newId() });
    },
    onReason({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.keep({ reason: (detail.value[0] ?? '') as RightReason | '', key: newId() });
    },
    onReasonNote({ detail }: WechatMiniprogram.Input) {
      this.keep({ reasonNote: detail.value, key: newId() });
    },
    async onOpenFact({ detail: { key } }: Keyed<object>) {
      const fact = this.data.facts.find((one) => keyOf(one) === key);
      const chosen = await choose(
        '为什么要看全？会记下来',
        WHYS.map((why) => REVEAL_REASONS[why]),
      );
      const why = chosen === undefined ? undefined : WHYS[chosen];
      if (!fact || !why) return;
      await this.run(async () => {
        const { subject, field } = fact;
        const full = await call('contacts.reveal', { studentId: this.data.childId, subject, field, why });
        this.setData({ opened: { ...this.data.opened, [key]: full } });
        this.draw();
      });
    },
    async onAnew() {
      if (!(await ask({ text: '刚才改的都不要了吗？', yes: '不要了' }))) return;
      this.startAnew();
    },
    startAnew() {
      this.draft().clear();
      this.setData({ form: emptyForm(newId()), problems: {}, conflicts: [], clashes: [], resumed: false });
      this.draw();
    },
    onKeepOne({ detail: { key, keep } }: Keyed<{ keep: ConflictRow['keep'] }>) {
      this.setData({ conflicts: this.data.conflicts.map((row) => (row.key === key ? { ...row, keep } : row)) });
    },
    /** All that was typed is saved, or nothing: then it says beside what, or shows what others wrote meanwhile. */
    async onSave() {
      const problems = problemsOf(this.data.form);
      this.setData({ problems });
      this.draw();
      if (Object.keys(problems).length > 0) {
        wx.pageScrollTo({ selector: '#fact-form >>> .wrong', offsetTop: -80, duration: 200, fail: () => undefined });
        return;
      }
      if (!isBegun(this.data.form)) return this.onSaved();
      await this.run(() => this.send());
    },
    async send() {
      const { form, childId, proposes } = this.data;
      if (proposes) return this.propose();
      const { saved, conflicts } = await call('contacts.save', {
        key: form.key,
        studentId: childId,
        edits: editsOf(form),
        why: form.why,
        ...(changesRights(form) && form.reason ? { right: { reason: form.reason, note: form.reasonNote } } : {}),
      });
      if (!saved) {
        this.setData({ clashes: conflicts, conflicts: conflictRows(conflicts, form) });
        wx.pageScrollTo({ scrollTop: 0, duration: 200, fail: () => undefined });
        return;
      }
      this.draft().clear();
      tell('存好了');
      this.onSaved();
    },
    /** A mentor's wish: the head teacher writes it into the file. */
    async propose() {
      const { form, childId } = this.data;
      const { key, why } = form;
      await call('contacts.propose', { key, studentId: childId, edits: editsOf(form), note: why });
      this.draft().clear();
      tell('告诉班主任了');
      this.onSaved();
    },
    async onSettle() {
      const { form, clashes, conflicts } = this.data;
      this.keep(settled(form, clashes, conflicts, newId()));
      this.setData({ conflicts: [], clashes: [] });
      if (isBegun(this.data.form)) await this.run(() => this.send());
      else this.onSaved();
    },
    /** Everything is as it should be: back to the file. */
    onSaved() {
      this.startAnew();
      wx.navigateBack({ fail: () => goInstead('file', { studentId: this.data.childId }) });
    },
    draft(): Draft<EditForm> {
      return draftOf(this.data.draftName);
    },
  },
});
