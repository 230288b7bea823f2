import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { knownChildren } from '../../../../services/children';
import { type Draft, draftOf } from '../../../../services/drafts';
import { ask, tell } from '../../../../services/feedback';
import { dropFile, sendFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import type { Recording } from '../../../../services/recorder';
import { go, goInstead } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { scopesOf } from '../../../../shared/access/permissions';
import { dayOf } from '../../../../shared/domain/calendar';
import { LIMITS } from '../../../../shared/limits';
import { NOTICE_TEMPLATES } from '../../../../shared/text/notice-templates';
import { audienceText, type SchoolClass, startingWith } from '../../addressed';
import { filesFrom } from '../../attached';
import {
  type Asks,
  draftName,
  emptyForm,
  filesOf,
  filled,
  firstProblem,
  formOf,
  isBegun,
  isFine,
  letterOf,
  NO_PROBLEMS,
  type NoticeForm,
  type Problems,
  problemsOf,
} from '../../letter';
import { ASKS, NO_SHEET, nextPage, type SmsPrice, sentText, sheetOf, TEMPLATE_CHOICES, templateOf } from './view';

type Chosen<T> = WechatMiniprogram.CustomEvent<{ value: T[] }>;

/** Questions that stand under 「更多」: one scrolls to the whole. */
const FOLDED = ['later', 'deadline'];

/** Until it is known what the school pays for. */
const NO_SMS: SmsPrice = { on: false, feeFen: 0, capFen: 0 };

/** Writes a notice: words, the teacher's own voice, what is asked of whom; how many it reaches is said before it goes. */
Component({
  behaviors: [pageBase],
  properties: {
    /** The notice that this one corrects. */
    corrects: { type: String, value: '' },
    /** A notice that did not leave, to be written anew. */
    from: { type: String, value: '' },
  },
  data: {
    form: emptyForm(''),
    problems: NO_PROBLEMS as Problems,
    asks: ASKS,
    templates: TEMPLATE_CHOICES,
    template: [] as string[],
    classes: [] as SchoolClass[],
    sms: NO_SMS as SmsPrice,
    limits: LIMITS,
    audience: '',
    resumed: false,
    /** The sheet with the numbers is open. */
    asking: false,
    sheet: NO_SHEET,
  },
  methods: {
    async load() {
      await ensureSession();
      if (this.data.classes.length === 0) {
        const { classes, settings } = await call('school.read', {});
        this.setData({ classes, sms: settings.sms });
      }
      const kept = this.draft().read();
      // The page where one chooses whom it is for writes into the draft.
      if (this.data.form.requestKey !== '') return this.fill({ ...this.data.form, ...kept });
      this.setData({ resumed: kept !== undefined && isBegun(kept) });
      await this.begin(kept);
    },
    async begin(kept: NoticeForm | undefined) {
      const { corrects, from } = this.data;
      if (corrects) wx.setNavigationBarTitle({ title: '更正通知' });
      const form = kept ? { ...emptyForm(newId()), ...kept } : await this.written(corrects || from);
      const audience = corrects ? form.audience : startingWith(form.audience, this.data.classes, this.isForAll());
      this.fill({ ...form, audience });
    },
    /** A new form: empty, or with what stood in another notice. Of a correction the voice is spoken anew: it may say what was wrong. */
    async written(noticeId: string): Promise<NoticeForm> {
      if (noticeId === '') return emptyForm(newId());
      const notice = await call('notices.read', { noticeId });
      const form = formOf(notice, newId(), dayOf(now()));
      return this.data.corrects ? form : { ...form, ...(await filesFrom(notice)) };
    },
    fill(form: NoticeForm) {
      const known = { classes: this.data.classes, children: knownChildren() };
      this.setData({
        form,
        template: templateOf(form),
        audience: form.audience === null ? '' : audienceText(form.audience, known),
      });
    },
    /** Keeps what was typed at once, and takes back the complaint about it. */
    change(part: Partial<NoticeForm>) {
      const form = { ...this.data.form, ...part };
      this.draft().write(form);
      this.fill(form);
      if (!isFine(this.data.problems)) this.setData({ problems: problemsOf(form, now()) });
    },
    async onTemplate({ detail }: Chosen<string>) {
      const { form } = this.data;
      const template = NOTICE_TEMPLATES.find(({ key }) => key === detail.value[0]);
      const isTouched = form.body !== '' && !NOTICE_TEMPLATES.some(({ body }) => body === form.body);
      const sure = !isTouched || (await ask({ text: '写好的标题和内容就换掉了，换吗？', yes: '换掉' }));
      if (template && sure) this.change(filled(form, template));
      else this.setData({ template: templateOf(form) });
    },
    onTitle({ detail }: WechatMiniprogram.Input) {
      this.change({ title: detail.value });
    },
    onBody({ detail }: WechatMiniprogram.Input) {
      this.change({ body: detail.value });
    },
    /** What was spoken stands after what was written. */
    onSaid({ detail }: WechatMiniprogram.CustomEvent<{ text: string }>) {
      this.change({ body: `${this.data.form.body}${detail.text}`.slice(0, LIMITS.noticeBody) });
    },
    onVoice({ detail }: WechatMiniprogram.CustomEvent<{ recording: Recording | null }>) {
      this.change({ voice: detail.recording });
    },
    onAsks({ detail }: Chosen<Asks>) {
      this.change({ asks: detail.value[0] ?? 'read' });
    },
    onChoices({ detail }: Chosen<string>) {
      this.change({ choices: detail.value });
    },
    onExtras({ detail }: WechatMiniprogram.CustomEvent<{ part: Partial<NoticeForm> }>) {
      this.change(detail.part);
    },
    onAudience() {
      this.change({});
      go('noticeAudience', { draft: this.draftName() });
    },
    async onAnew() {
      if (!(await ask({ text: '上次写的不要了吗？', yes: '不要了' }))) return;
      this.forget();
      this.setData({ resumed: false, problems: NO_PROBLEMS });
      await this.run(() => this.begin(undefined));
    },
    /** First how many it reaches, so that nobody is surprised by thirty calls. */
    async onReach() {
      const { form } = this.data;
      const problems = problemsOf(form, now());
      this.setData({ problems });
      if (form.audience === null || !isFine(problems)) {
        const first = firstProblem(problems);
        const selector = `#${FOLDED.includes(first) ? 'extras' : first}`;
        wx.pageScrollTo({ selector, duration: 200, fail: () => undefined });
        return;
      }
      const { audience } = form;
      await this.run(async () => {
        const reach = await call('notices.reach', { audience });
        this.setData({ asking: true, sheet: sheetOf(reach, form, now(), this.data.sms) });
      });
    },
    onStay() {
      this.setData({ asking: false });
    },
    async onSend() {
      const sent = await this.run(async () => {
        for (const path of filesOf(this.data.form)) await this.upload(path);
        return call('notices.send', letterOf(this.data.form, this.data.corrects));
      });
      this.setData({ asking: false });
      if (!sent) return;
      this.forget();
      tell(sentText(sent), 3_000);
      goInstead(nextPage(sent.status), { id: sent.noticeId });
    },
    /** What is at the school already does not travel twice, however often one tries. */
    async upload(path: string) {
      if (this.data.form.uploaded[path] !== undefined) return;
      const fileId = await sendFile(path);
      this.change({ uploaded: { ...this.data.form.uploaded, [path]: fileId } });
    },
    forget() {
      filesOf(this.data.form).forEach(dropFile);
      this.draft().clear();
    },
    isForAll(): boolean {
      const role = currentMembership()?.role;
      return role !== undefined && scopesOf(role, 'notices.send').includes('school');
    },
    draftName(): string {
      return draftName(this.data.corrects || this.data.from);
    },
    draft(): Draft<NoticeForm> {
      return draftOf<NoticeForm>(this.draftName());
    },
  },
});
