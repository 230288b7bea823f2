import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { dial } from '../../../../services/dial';
import { openDocument } from '../../../../services/document';
import { tell } from '../../../../services/feedback';
import { posts } from '../../../../services/outbox';
import { now } from '../../../../services/time';
import { noteOutcome, type Outcome, waitingOutcomes } from '../../outcomes';
import { type PersonPage, personOf, type Told } from './view';

const endings = new WeakMap<object, () => void>();

/** How one person was told, rung by rung, with the proof of each; what it answered; and what one may do now. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    receiptId: '',
    _told: null as Told | null,
    page: null as PersonPage | null,
    choices: [] as readonly string[],
    way: '' as '' | 'call' | 'visit',
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
    onLoad({ id = '' }: { readonly id?: string }) {
      this.setData({ receiptId: id });
    },
    async load() {
      const told = await call('notices.person', { receiptId: this.data.receiptId });
      this.setData({ _told: told, choices: told.asks === 'answer' ? told.choices : [] });
      this.show();
    },
    show() {
      const { _told: told, receiptId } = this.data;
      if (told) this.setData({ page: personOf(told, now(), waitingOutcomes(posts.get()).has(receiptId)) });
    },
    async onDial() {
      const told = this.data._told;
      if (!told) return;
      await this.run(async () => {
        if (await dial(told.personId, 'notice')) this.setData({ way: 'call' });
      });
    },
    onVisit() {
      this.setData({ way: 'visit' });
    },
    onClose() {
      this.setData({ way: '' });
    },
    onOutcome({ detail }: WechatMiniprogram.CustomEvent<Outcome>) {
      const { way } = this.data;
      return way ? this.note(way, detail) : undefined;
    },
    /** What was said in the recorded answer is the teacher's to write down, as what is said on the telephone. */
    onSaid({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      const [choice] = detail.value;
      if (choice === undefined) return;
      return this.note('call', { outcome: 'told', note: '听了语音', ...(choice ? { choice } : {}) });
    },
    async note(way: 'call' | 'visit', outcome: Outcome) {
      await this.run(async () => {
        const sent = await noteOutcome(
          { receiptId: this.data.receiptId, way, ...outcome },
          this.data.page?.heading ?? '',
        );
        this.onClose();
        tell(sent ? '记下了' : '先记在手机里，有网络就送到');
        if (sent) await this.load();
      });
    },
    async onSlip() {
      const told = this.data._told;
      if (!told) return;
      await this.run(async () => {
        const { url, fileName } = await call('notices.slips', {
          noticeId: told.noticeId,
          receiptIds: [this.data.receiptId],
        });
        await openDocument(url, fileName);
      });
    },
    onSignature() {
      const url = this.data.page?.signature;
      if (url) wx.previewImage({ urls: [url] });
    },
  },
});
