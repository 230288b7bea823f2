import { pageBase } from '../../../../behaviors/page-base';
import { type KnownChild, knownChildren, refreshChildren } from '../../../../services/children';
import { type Draft, draftOf } from '../../../../services/drafts';
import { ask } from '../../../../services/feedback';
import { dropFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import { post, posts, takeBackPost } from '../../../../services/outbox';
import { goHome } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { LIMITS } from '../../../../shared/limits';
import {
  CHIPS,
  dayText,
  emptyForm,
  firstProblem,
  formOf,
  inputOf,
  isBegun,
  isFine,
  NO_PROBLEMS,
  type Preview,
  type Problems,
  previewOf,
  problemsOf,
  type RecordInput,
  type Visited,
  type VisitForm,
} from './view';

type Value<T> = WechatMiniprogram.CustomEvent<{ value: T }>;

/**
 * A visit, written at the door with one hand and without a network: everything typed is a draft at once, saving puts it
 * into the outbox, and the outbox sends it once.
 */
Component({
  behaviors: [pageBase],
  properties: {
    /** The child that the page was opened for; empty when it is chosen here. */
    studentId: { type: String, value: '' },
  },
  data: {
    form: emptyForm('', '', null),
    problems: NO_PROBLEMS as Problems,
    chips: CHIPS,
    limits: LIMITS,
    children: [] as KnownChild[],
    today: '',
    day: '',
    preview: null as Preview | null,
    resumed: false,
    /** The letter that was saved here; empty while it is being written. */
    letter: '',
    refused: '',
    refusedTitle: '',
  },
  methods: {
    /** Needs no network: what the phone knows is enough, and what it can learn comes after. */
    async load() {
      await ensureSession();
      this.setData({ children: [...knownChildren()] });
      const learning = refreshChildren().then(() => this.setData({ children: [...knownChildren()] }));
      // Without a network the known ones stay; where none is known there is nothing to choose from, so wait.
      if (this.data.children.length === 0) await learning.catch(() => undefined);
      else learning.catch(() => undefined);
      if (this.data.form.requestKey === '') this.begin(this.draft().read());
      this.showRefused();
    },
    begin(kept: VisitForm | undefined) {
      const today = dayOf(now());
      const known = this.data.children.find(({ id }) => id === this.data.studentId) ?? null;
      this.setData({ today, letter: '', resumed: kept !== undefined && isBegun(kept), problems: NO_PROBLEMS });
      this.fill(kept ?? emptyForm(newId(), today, known));
    },
    fill(form: VisitForm) {
      const by = currentMembership()?.name ?? '';
      this.setData({
        form,
        day: dayText(form.day, this.data.today),
        preview: form.share ? previewOf(form, by) : null,
      });
    },
    change(part: Partial<VisitForm>) {
      const form = { ...this.data.form, ...part };
      this.draft().write(form);
      this.fill(form);
      if (!isFine(this.data.problems)) this.setData({ problems: problemsOf(form) });
    },
    onChild({ detail }: WechatMiniprogram.CustomEvent<{ child: Visited }>) {
      const { id, name, className } = detail.child;
      this.change({ child: { id, name, className } });
    },
    onOtherChild() {
      this.change({ child: null });
    },
    onDay({ detail }: Value<string>) {
      this.change({ day: detail.value });
    },
    onChips({ detail }: Value<string[]>) {
      this.change({ chips: detail.value });
    },
    onNote({ detail }: WechatMiniprogram.Input) {
      this.change({ note: detail.value });
    },
    onPhotos({ detail }: WechatMiniprogram.CustomEvent<{ photos: string[] }>) {
      this.change({ photos: detail.photos });
    },
    onConsent({ detail }: Value<boolean>) {
      this.change({ photosConsented: detail.value });
    },
    onShare({ detail }: Value<boolean>) {
      this.change({ share: detail.value });
    },
    onShareText({ detail }: WechatMiniprogram.Input) {
      this.change({ shareText: detail.value });
    },
    async onAnew() {
      if (!(await ask({ text: '上次写的和照片都不要了吗？', yes: '不要了' }))) return;
      this.data.form.photos.forEach(dropFile);
      this.draft().clear();
      this.begin(undefined);
    },
    async onSave() {
      const { form } = this.data;
      const problems = problemsOf(form);
      this.setData({ problems });
      if (!form.child || !isFine(problems)) {
        wx.pageScrollTo({ selector: `#${firstProblem(problems)}`, duration: 200, fail: () => undefined });
        return;
      }
      const { id, name } = form.child;
      await this.run(async () => {
        await post({
          clientId: form.requestKey,
          method: 'records.write',
          input: inputOf(form, id),
          files: form.photos,
          title: `去${name}家走访`,
        });
        this.draft().clear();
        this.setData({ letter: form.requestKey });
        wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
      });
    },
    onAnother() {
      this.setData({ studentId: '' });
      this.begin(undefined);
    },
    /** The last visit that the school refused waits here to be mended, unless something else is being written. */
    showRefused() {
      const found = posts.get().find((one) => one.method === 'records.write' && one.state === 'refused');
      const free = this.data.letter === '' && !isBegun(this.data.form);
      this.setData({ refused: (free && found?.clientId) || '', refusedTitle: found?.title ?? '' });
    },
    onMendRefused() {
      this.mend(this.data.refused);
    },
    onMend() {
      this.mend(this.data.letter);
    },
    mend(letter: string) {
      const title = posts.get().find(({ clientId }) => clientId === letter)?.title ?? '';
      const input = takeBackPost(letter) as RecordInput | undefined;
      if (!input) return;
      const known = this.data.children.find(({ id }) => id === input.studentId);
      const child = known ?? { id: input.studentId, name: title.replace(/^去|家走访$/g, ''), className: '' };
      const form = formOf(input, newId(), { id: child.id, name: child.name, className: child.className });
      this.draft().write(form);
      this.setData({ letter: '', refused: '', resumed: true });
      this.fill(form);
    },
    onHome() {
      goHome();
    },
    draft(): Draft<VisitForm> {
      return draftOf(`visit:${this.data.studentId}`);
    },
  },
});
