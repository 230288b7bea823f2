import { pageBase } from '../../../../behaviors/page-base';
import { type AtDoor, answerDue, atDoor, prepareDoor, usedKinds, useKind } from '../../../../services/at-door';
import { type KnownChild, knownChildren } from '../../../../services/children';
import { type Draft, draftOf, keepAllDrafts, unkept } from '../../../../services/drafts';
import { ask, say } from '../../../../services/feedback';
import { dropFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import { type Post, post, posts, takeBackPost } from '../../../../services/outbox';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { carryWorry } from '../../../../services/worry';
import { dayOf } from '../../../../shared/domain/calendar';
import type { RecordKind } from '../../../../shared/domain/record-kinds';
import { LIMITS } from '../../../../shared/limits';
import {
  type Child,
  carriedValues,
  emptyForm,
  filesOf,
  formOf,
  hasWhom,
  inputOf,
  isBegun,
  isForClass,
  isForOne,
  type Problems,
  problemsOf,
  type RecordForm,
  type RecordInput,
  type SchoolClass,
  whomText,
} from '../../form';
import { dayText } from '../../words';
import {
  classProblem,
  firstProblem,
  type KindView,
  kindView,
  newForm,
  TOO_MANY,
  titleOf,
  worryWords,
  writableKinds,
} from './view';

type Value<T> = WechatMiniprogram.CustomEvent<{ value: T }>;

/**
 * A record of any kind, written at the door with one hand and without a network: everything typed is a draft at once, saving puts it into
 * the outbox, and the outbox sends it once. What is asked follows from the kind's row.
 */
Component({
  behaviors: [pageBase],
  properties: {
    /** The child that the page was opened for; empty when it is chosen here. */
    studentId: { type: String, value: '' },
    /** What the page was opened for, where that is known. */
    kind: { type: String, value: '' },
    day: { type: String, value: '' },
    /** `planId:goalId`: a goal of a plan of the child. */
    goal: { type: String, value: '' },
    /** Set where the list of what is due led here. */
    due: { type: String, value: '' },
  },
  data: {
    form: emptyForm({ requestKey: '', kind: '', day: '' }),
    problems: {} as Problems,
    kinds: [] as RecordKind[],
    used: [] as readonly string[],
    view: null as KindView | null,
    row: null as RecordKind | null,
    by: '',
    step: 'form' as 'kind' | 'whom' | 'form',
    whom: '',
    children: [] as KnownChild[],
    door: null as AtDoor | null,
    classes: [] as { value: string; label: string }[],
    groups: [] as string[],
    today: '',
    dayText: '',
    resumed: false,
    unkept: false,
    /** The letter that was saved here; empty while it is being written. */
    letter: '',
    refused: '',
    refusedTitle: '',
  },
  lifetimes: {
    attached() {
      const stop = unkept.listen((full) => this.setData({ unkept: full }));
      endings.set(this, stop);
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    /** Needs no network: what the phone knows is enough, and what it can learn comes after. */
    async load() {
      await ensureSession();
      this.know();
      const learning = prepareDoor().then(() => this.know());
      // Where no child is known there is nothing to choose from, so wait.
      if (this.data.children.length === 0) await learning;
      if (this.data.form.requestKey === '') this.begin(this.kept());
      this.showRefused();
    },
    know() {
      const door = atDoor();
      const role = currentMembership()?.role;
      const kinds = role === undefined ? [] : writableKinds(door, role);
      const classes = door.classes.map(({ id, name }) => ({ value: id, label: name }));
      this.setData({
        children: [...knownChildren()],
        door,
        kinds,
        classes,
        groups: classes.map(({ label }) => label),
        used: usedKinds(),
      });
      if (this.data.form.requestKey !== '') this.fill(this.data.form);
    },
    /** The draft, unless it was put into the outbox just before the app was killed: then it is a letter already. */
    kept(): RecordForm | undefined {
      const form = this.draft().read();
      const isPosted = form !== undefined && posts.get().some(({ clientId }) => clientId === form.requestKey);
      if (isPosted) this.draft().clear();
      return isPosted ? undefined : form;
    },
    begin(kept: RecordForm | undefined) {
      const today = dayOf(now());
      const resumed = kept !== undefined && isBegun(kept);
      this.setData({ today, letter: '', resumed, problems: {} });
      // A child that was only chosen is chosen again: nobody writes about the one before by mistake.
      const form = kept && resumed ? kept : newForm(this.data, this.data, today);
      this.setData({ step: this.needsWhom(form) ? 'whom' : 'form' });
      this.fill(form);
    },
    /** The row of a form's kind; of one that is gone meanwhile the first. */
    rowOf(form: RecordForm): RecordKind | undefined {
      return this.data.kinds.find(({ id }) => id === form.kind) ?? this.data.kinds[0];
    },
    needsWhom(form: RecordForm): boolean {
      const kind = this.rowOf(form);
      return kind !== undefined && !isForClass(kind) && !hasWhom(kind, form);
    },
    fill(form: RecordForm) {
      const kind = this.rowOf(form);
      if (!kind) return this.setData({ form, view: null });
      const problems = Object.keys(this.data.problems).length > 0 ? problemsOf(kind, form) : {};
      this.setData({
        form,
        problems,
        view: kindView(kind),
        row: kind,
        whom: whomText(kind, form),
        dayText: dayText(form.day, this.data.today),
        by: currentMembership()?.name ?? '',
      });
    },
    change(part: Partial<RecordForm>) {
      const form = { ...this.data.form, ...part };
      this.draft().write(form);
      this.fill(form);
    },
    onPickKind() {
      this.setData({ step: 'kind' });
    },
    onKind({ detail }: WechatMiniprogram.CustomEvent<{ kind: string }>) {
      const before = this.rowOf(this.data.form);
      const kind = this.data.kinds.find(({ id }) => id === detail.kind);
      // The switch begins as the kind says, unless something was written for the family already.
      const share =
        this.data.form.shareText === '' && kind !== before ? (kind?.families?.on ?? false) : this.data.form.share;
      this.setData({ problems: {} });
      const { values } = this.data.form;
      this.change({ kind: detail.kind, share, values: before ? carriedValues(before, values) : values });
      this.setData({ step: this.needsWhom(this.data.form) ? 'whom' : 'form' });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    onPickWhom() {
      this.setData({ step: 'whom' });
    },
    onChildren({ detail }: WechatMiniprogram.CustomEvent<{ children: Child[] }>) {
      const kind = this.rowOf(this.data.form);
      const { children } = detail;
      if (children.length > LIMITS.recordChildren) return void say(TOO_MANY);
      this.change({ children });
      if (kind && isForOne(kind)) this.onWhomDone();
    },
    onWhomDone() {
      if (this.needsWhom(this.data.form)) return;
      this.setData({ step: 'form' });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    onClass({ detail }: Value<string[]>) {
      const found = this.data.door?.classes.find(({ id }) => id === detail.value[0]);
      this.change({ class: found ?? null });
    },
    onDay({ detail }: Value<string>) {
      this.change({ day: detail.value });
    },
    onForm({ detail }: WechatMiniprogram.CustomEvent<{ part: Partial<RecordForm> }>) {
      this.change(detail.part);
    },
    async onAnew() {
      if (!(await ask({ text: '上次写的、照片和录音都不要了吗？', yes: '不要了' }))) return;
      filesOf(this.data.form).forEach(dropFile);
      this.draft().clear();
      this.begin(undefined);
    },
    async onSave() {
      const { form } = this.data;
      const kind = this.rowOf(this.data.form);
      if (!kind) return;
      const wrongClass = classProblem(kind, form, this.data.children);
      const problems: Problems = { ...(wrongClass ? { class: wrongClass } : {}), ...problemsOf(kind, form) };
      this.setData({ problems });
      if (!hasWhom(kind, form) || firstProblem(problems)) {
        this.selectComponent('#record')?.scrollTo(firstProblem(problems));
        return;
      }
      await this.run(async () => {
        const letter = {
          clientId: form.requestKey,
          input: inputOf(kind, form),
          files: filesOf(form),
          title: titleOf(kind, form),
        };
        await post({ method: 'records.write', ...letter });
        this.draft().clear();
        useKind(kind.id);
        const written = form.children.map(({ id }) => id);
        answerDue(kind, written, form.day);
        this.setData({ letter: form.requestKey, used: usedKinds(), door: atDoor() });
        wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
      });
    },
    /** To the counsellor, or a report: what is written goes along, and is not shared with the family. */
    onWorry() {
      const { form } = this.data;
      const kind = this.rowOf(this.data.form);
      const [child] = form.children;
      if (!kind || !child) return;
      if (this.data.letter === '') this.change({ share: false });
      keepAllDrafts();
      carryWorry({ child, words: worryWords(kind, form), recordKey: form.requestKey });
      go('concern', { studentId: child.id });
    },
    onAnother() {
      this.setData({ studentId: '', goal: '', day: '' });
      // What was begun on the page without a child is there still.
      this.begin(this.kept());
    },
    /** The last record that the school refused waits here to be mended, unless something else is being written. */
    showRefused() {
      const as = currentMembership()?.id;
      // One of another membership of this person is about children who are not known here.
      const isMine = ({ method, state, as: by }: Post) =>
        method === 'records.write' && state === 'refused' && by === as;
      const found = posts.get().find(isMine);
      const free = this.data.letter === '' && !isBegun(this.data.form);
      this.setData({ refused: (free && found?.clientId) || '', refusedTitle: found?.title ?? '' });
    },
    onMendRefused() {
      this.mend(this.data.refused);
    },
    onMend() {
      this.mend(this.data.letter);
    },
    /** First the draft is safe, then the letter is given up: whatever happens between, nothing is lost. */
    mend(letter: string) {
      return this.run(async () => {
        let form: RecordForm | undefined;
        takeBackPost(letter, ({ input }) => {
          form = formOf(input as RecordInput, newId(), {
            child: (id) => this.childOf(id),
            class: (id): SchoolClass | undefined => this.data.door?.classes.find((one) => one.id === id),
          });
          return this.draft().keep(form);
        });
        if (!form) return;
        this.setData({ letter: '', refused: '', resumed: true, step: 'form', problems: {} });
        this.fill(form);
      });
    },
    childOf(id: string): Child | undefined {
      const known = this.data.children.find((child) => child.id === id);
      return known && { id, name: known.name, className: known.className };
    },
    draft(): Draft<RecordForm> {
      return draftOf(`record:${this.data.studentId}:${this.data.goal}`);
    },
  },
});

const endings = new WeakMap<object, () => void>();
