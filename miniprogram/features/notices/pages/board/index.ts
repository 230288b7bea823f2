import { pageBase } from '../../../../behaviors/page-base';
import { ticking } from '../../../../behaviors/ticking';
import { call } from '../../../../services/call';
import { dial } from '../../../../services/dial';
import { openDocument } from '../../../../services/document';
import { ask, choose, say, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { posts } from '../../../../services/outbox';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { type CardWords, shareOf } from '../../components/group-card/card';
import { noteOutcome, type Outcome, waitingOutcomes } from '../../outcomes';
import { type Person, whoIs } from './people';
import {
  type Board,
  type BoardPage,
  boardOf,
  boardOfClass,
  cardOf,
  cardProblem,
  isUnderWay,
  nudgeText,
  PAGE_OF_ROWS,
} from './view';

/** The whole answer stays here: a school's is too much for `data`. */
const boards = new WeakMap<object, Board>();
const endings = new WeakMap<object, () => void>();
type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** What else one does with a notice, in the order of the sheet. */
const MORE = ['发到班级群', '印纸条', '导出名单', '看通知'] as const;

/** How far a notice is and who has not heard it: one tap dials, one notes what came of it. A large school's is read class by class. */
Component({
  behaviors: [pageBase, ticking],
  data: {
    noticeId: '',
    classId: '',
    page: null as BoardPage | null,
    rows: PAGE_OF_ROWS,
    restToo: false,
    /** The receipt that is being called or visited, and which of the two, while its outcome is asked for. */
    calling: '',
    way: '' as '' | 'call' | 'visit',
    who: '',
    choices: [] as readonly string[],
    /** Which of the buttons at the bottom is at work. */
    doing: '' as '' | 'nudge' | 'more',
    card: { school: '', title: null } as CardWords,
    carding: false,
    picture: '',
  },
  lifetimes: {
    attached() {
      endings.set(
        this,
        posts.listen(() => this.show()),
      );
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    /** `id` cannot be a property: every component has that name already. */
    onLoad({ id = '', classId = '' }: { readonly id?: string; readonly classId?: string }) {
      this.setData({ noticeId: id, classId });
      // It goes to the group by the button alone, which asks first.
      wx.hideShareMenu({ fail: () => undefined });
    },
    async load() {
      const { noticeId, classId } = this.data;
      const board = await call('notices.board', { noticeId, ...(classId ? { classId } : {}) });
      boards.set(this, classId ? boardOfClass(board, classId) : board);
      this.show();
    },
    show() {
      const board = boards.get(this);
      if (!board) return;
      const waiting = waitingOutcomes(posts.get());
      this.setData({ page: boardOf(board, now(), { ...this.data, waiting }), card: cardOf(board, schoolName()) });
    },
    /** While the notice is on its way, looks how far it is, ever more rarely: after 4 s, 8 s, 16 s … */
    tick(n: number) {
      const board = boards.get(this);
      if (n < 4 || (n & (n - 1)) !== 0 || !board || !isUnderWay(board) || this.data.busy) return;
      // Nobody asked for it: one that failed is made up for by the next.
      this.load().catch(() => undefined);
    },
    onReachBottom() {
      if (!this.data.page?.more) return;
      this.setData({ rows: this.data.rows + PAGE_OF_ROWS });
      this.show();
    },
    onRest() {
      this.setData({ restToo: !this.data.restToo });
      this.show();
    },
    onClass({ detail: { key } }: Tapped) {
      go('noticeBoard', { id: this.data.noticeId, classId: key });
    },
    onPerson({ detail: { key } }: Tapped) {
      go('noticePerson', { id: key });
    },
    /** The one thing to do with this person now: listen to what it said, go there, or dial. */
    async onAct({ detail: { key } }: Tapped) {
      const board = boards.get(this);
      const person = board?.rows?.find(({ receiptId }) => receiptId === key);
      if (!board || !person || this.data.calling) return;
      if (person.spoke) return go('noticePerson', { id: key });
      this.setData({ calling: key });
      const way = person.rung === 'visit' || !person.hasPhone ? 'visit' : 'call';
      const went = await this.run(() => this.reach(person, way));
      if (!went) this.setData({ calling: '' });
    },
    /** Asks what came of it, where the person was called or is being visited; what may be chosen is asked for before. */
    async reach(person: Person, way: 'call' | 'visit'): Promise<boolean> {
      const choices = await this.choicesOf();
      if (way === 'call' && !(await dial(person.personId, 'notice'))) return false;
      this.setData({ way, who: whoIs(person), choices });
      return true;
    },
    async choicesOf(): Promise<readonly string[]> {
      if (boards.get(this)?.asks !== 'answer') return [];
      if (this.data.choices.length > 0) return this.data.choices;
      return (await call('notices.read', { noticeId: this.data.noticeId })).choices;
    },
    async onOutcome({ detail }: WechatMiniprogram.CustomEvent<Outcome>) {
      const { calling, way, who } = this.data;
      if (!way) return;
      await this.run(async () => {
        const sent = await noteOutcome({ receiptId: calling, way, ...detail }, who);
        this.onClose();
        tell(sent ? '记下了' : '先记在手机里，有网络就送到');
        if (sent) await this.load();
      });
    },
    onClose() {
      this.setData({ way: '', calling: '' });
    },
    async onNudge() {
      const board = boards.get(this);
      if (!board) return;
      const { ask: question, why } = nudgeText(board.nudge, now());
      if (why) return say(why);
      if (!(await ask({ title: '再提醒一次', text: question, yes: '提醒' }))) return;
      await this.do('nudge', async () => {
        const { people } = await call('notices.nudge', { requestKey: newId(), noticeId: this.data.noticeId });
        // Sent is not received: who has no reminders left is seen on the board in a moment.
        tell(`又给 ${people} 人发了一次`);
        await this.load();
      });
    },
    async do(doing: 'nudge' | 'more', task: () => Promise<void>) {
      this.setData({ doing });
      await this.run(task);
      this.setData({ doing: '' });
    },
    async onMore() {
      const chosen = await choose('', MORE);
      if (chosen === 0) await this.do('more', () => this.card());
      if (chosen === 1) await this.do('more', () => this.print());
      if (chosen === 2) await this.do('more', () => this.export());
      if (chosen === 3) this.onRead();
    },
    async card() {
      // The school's name stands on it, which a page that was opened by a message does not know yet.
      const [{ audience }] = await Promise.all([
        call('notices.read', { noticeId: this.data.noticeId }),
        ensureSession(),
      ]);
      const problem = cardProblem(audience);
      if (problem) return say(problem);
      this.show();
      this.setData({ carding: true });
    },
    async print() {
      const { url, fileName } = await call('notices.slips', { noticeId: this.data.noticeId });
      await openDocument(url, fileName);
    },
    async export() {
      const { url, fileName } = await call('notices.export', { noticeId: this.data.noticeId });
      await openDocument(url, fileName);
    },
    onRead() {
      go('noticeDetail', { id: this.data.noticeId });
    },
    onCardClosed() {
      this.setData({ carding: false });
    },
    onDrawn({ detail }: WechatMiniprogram.CustomEvent<{ picture: string }>) {
      this.setData({ picture: detail.picture });
    },
    onShareAppMessage() {
      return shareOf(this.data.noticeId, this.data.picture);
    },
  },
});

const schoolName = (): string => currentMembership()?.schoolName ?? '';
