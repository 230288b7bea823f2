import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { type Draft, draftOf } from '../../../../services/drafts';
import { ask, tell } from '../../../../services/feedback';
import { dropFile, sendFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import type { Recording } from '../../../../services/recorder';
import { goInstead } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import type { Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { LIMITS } from '../../../../shared/limits';
import { voiceNews } from '../../../../shared/text/notices';
import {
  ASKS,
  type Asks,
  classChoices,
  classesOf,
  deadlineText,
  emptyForm,
  firstProblem,
  isBegun,
  isFine,
  latestDeadline,
  letterOf,
  NO_PROBLEMS,
  type NoticeForm,
  type Problems,
  problemsOf,
  ROLE_CHOICES,
  type Role,
  reachText,
} from './view';

type Chosen<T> = WechatMiniprogram.CustomEvent<{ value: T[] }>;

const draft = (): Draft<NoticeForm> => draftOf<NoticeForm>('notice');

/** Writes a notice: words, the teacher's own voice, what is asked of whom; how many it reaches is said before it goes. */
Component({
  behaviors: [pageBase],
  data: {
    form: emptyForm(''),
    problems: NO_PROBLEMS as Problems,
    asks: ASKS,
    roles: ROLE_CHOICES,
    classes: [] as { value: string; label: string }[],
    limits: LIMITS,
    today: '',
    latest: '',
    deadline: '',
    resumed: false,
    reach: null as Output<'notices.reach'> | null,
    reachText: '',
  },
  methods: {
    async load() {
      await ensureSession();
      if (this.data.classes.length === 0) {
        const { classes } = await call('school.read', {});
        this.setData({ classes: classChoices(classes) });
      }
      if (this.data.form.requestKey === '') this.begin(draft().read());
    },
    begin(kept: NoticeForm | undefined) {
      const form = kept ?? emptyForm(newId());
      const today = dayOf(now());
      this.setData({ today, latest: latestDeadline(today), resumed: kept !== undefined && isBegun(kept) });
      this.fill({ ...form, classIds: classesOf(form, this.data.classes) });
    },
    fill(form: NoticeForm) {
      this.setData({ form, deadline: deadlineText(form.deadline, this.data.today) });
    },
    /** Keeps what was typed at once, and takes back the complaint about it. */
    change(part: Partial<NoticeForm>) {
      const form = { ...this.data.form, ...part };
      draft().write(form);
      this.fill(form);
      if (!isFine(this.data.problems)) this.setData({ problems: problemsOf(form) });
    },
    onTitle({ detail }: WechatMiniprogram.Input) {
      this.change({ title: detail.value });
    },
    onBody({ detail }: WechatMiniprogram.Input) {
      this.change({ body: detail.value });
    },
    onVoice({ detail }: WechatMiniprogram.CustomEvent<{ recording: Recording | null }>) {
      this.change({ voice: detail.recording });
    },
    onAsks({ detail }: Chosen<Asks>) {
      this.change({ asks: detail.value[0] ?? 'read' });
    },
    onClasses({ detail }: Chosen<string>) {
      this.change({ classIds: detail.value });
    },
    onRoles({ detail }: Chosen<Role>) {
      this.change({ roles: detail.value });
    },
    onUrgent({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
      this.change({ urgent: detail.value });
    },
    onDeadline({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.change({ deadline: detail.value });
    },
    onNoDeadline() {
      this.change({ deadline: '' });
    },
    async onAnew() {
      if (!(await ask({ text: '上次写的不要了吗？', yes: '不要了' }))) return;
      const { voice } = this.data.form;
      if (voice) dropFile(voice.path);
      draft().clear();
      this.begin(undefined);
    },
    /** First how many it reaches, so that nobody is surprised by thirty calls. */
    async onReach() {
      const { form } = this.data;
      const problems = problemsOf(form);
      this.setData({ problems });
      if (!isFine(problems)) {
        wx.pageScrollTo({ selector: `#${firstProblem(problems)}`, duration: 200, fail: () => undefined });
        return;
      }
      await this.run(async () => {
        const reach = await call('notices.reach', { audience: letterOf(form, null).audience });
        this.setData({ reach, reachText: reachText(reach) });
      });
    },
    onStay() {
      this.setData({ reach: null });
    },
    async onSend() {
      const { form } = this.data;
      const sent = await this.run(async () => {
        const fileId = form.voice === null ? null : await sendFile(form.voice.path);
        return call('notices.send', letterOf(form, fileId));
      });
      this.setData({ reach: null });
      if (!sent) return;
      draft().clear();
      if (form.voice) dropFile(form.voice.path);
      tell(voiceNews(sent) || (sent.callList > 0 ? `发出去了，有 ${sent.callList} 人要打电话` : '发出去了'));
      goInstead('noticeBoard', { id: sent.noticeId });
    },
  },
});
