import { pageBase } from '../../../../behaviors/page-base';
import { atDoor } from '../../../../services/at-door';
import { call, isSilence } from '../../../../services/call';
import { asAppError, ask, say, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { post, posts } from '../../../../services/outbox';
import { go } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { carryWorry } from '../../../../services/worry';
import { dayOf } from '../../../../shared/domain/calendar';
import { ownKinds, recordKind } from '../../../../shared/domain/record-kinds';
import type { RecordKind } from '../../../../shared/domain/record-kinds-parts';
import { AppError } from '../../../../shared/errors/catalogue';
import { carryRecord } from '../../carried';
import type { FamilyView } from '../../components/family-view/index';
import { aboutRecord, bodyOf, correctionOf, type Opened } from '../../form';
import { type OpenPage, pageOf, shareView, WHYS } from './view';

/** One record, with all that stood before: to correct it, strike it out, let the family see it or not, or say that something worries. */
Component({
  behaviors: [pageBase],
  properties: {
    recordId: { type: String, value: '' },
  },
  data: {
    answer: null as Opened | null,
    page: null as OpenPage | null,
    /** What the family would see: the sheet is open while it is there. */
    sharing: null as FamilyView | null,
    striking: false,
    waits: false,
    whys: WHYS,
    why: '',
  },
  methods: {
    async load() {
      await ensureSession();
      const answer = await call('records.open', { recordId: this.data.recordId });
      carryRecord(answer);
      this.setData({ waits: this.hasWaiting(), answer, page: pageOf(answer, this.kindOf(answer), dayOf(now())) });
    },
    /** The row of the record's kind; of the school's own as it was when the record was written. */
    kindOf({ form }: Opened): RecordKind | undefined {
      return recordKind(form.kind, form.own ? [form.own] : ownKinds(atDoor().kinds as Parameters<typeof ownKinds>[0]));
    },
    /** Whether something that was changed here has not arrived at the school. */
    hasWaiting(): boolean {
      const about = aboutRecord(this.data.recordId);
      return posts.get().some((letter) => letter.about === about && letter.state !== 'sent');
    },
    onCorrect() {
      go('correctRecord', { recordId: this.data.recordId });
    },
    async onShare() {
      const { answer } = this.data;
      const kind = answer && this.kindOf(answer);
      if (!answer || !kind) return;
      if (answer.record.shared) {
        if (await ask({ text: '收回以后，家里就看不到这一条了。', yes: '收回' })) await this.share(false);
        return;
      }
      const sharing = shareView(answer, kind);
      if (sharing) this.setData({ sharing });
      else if (await ask({ text: '还没有写给家里看的话。现在去写吗？', yes: '去写' })) this.onCorrect();
    },
    onStay() {
      this.setData({ sharing: null, striking: false });
    },
    onShareYes() {
      return this.share(true);
    },
    async share(on: boolean) {
      const { answer } = this.data;
      const kind = answer && this.kindOf(answer);
      if (!answer || !kind) return;
      await this.run(async () => {
        const form = { ...correctionOf(answer, newId()), share: on };
        try {
          await call('records.correct', {
            requestKey: form.requestKey,
            recordId: this.data.recordId,
            seen: answer.version,
            ...bodyOf(kind, form),
          });
          tell(on ? '家里能看到了' : '收回了');
        } catch (failure) {
          if (!(failure instanceof AppError && failure.code === 'common.stale')) throw failure;
          await say('别人刚改过这一条，给您换成新的了，请看一看再点。');
        }
        this.setData({ sharing: null });
        await this.load();
      });
    },
    onStrike() {
      this.setData({ striking: true, why: '' });
    },
    onWhy({ detail }: WechatMiniprogram.CustomEvent<{ value: string | string[] }>) {
      const { value } = detail;
      this.setData({ why: Array.isArray(value) ? (value[0] ?? '') : value });
    },
    async onStrikeYes() {
      const why = this.data.why.trim();
      if (why === '') return say('请先说为什么划掉。');
      await this.run(async () => {
        const isThere = await this.strike(why);
        this.setData({ striking: false });
        if (!isThere) return tell('记下了，发出去就划掉');
        tell('划掉了');
        await this.load();
      });
    },
    /** True when the school has it; without a network it waits in the outbox, behind a correction that waits there. */
    async strike(why: string): Promise<boolean> {
      const { recordId, page } = this.data;
      const input = { recordId, why };
      const clientId = newId();
      try {
        if (!this.hasWaiting()) {
          await call('records.strike', input, { requestId: clientId });
          return true;
        }
      } catch (failure) {
        if (!isSilence(asAppError(failure).code)) throw failure;
      }
      const title = `划掉${page?.card.title ?? '一条记录'}`;
      await post({ clientId, method: 'records.strike', input, title, about: aboutRecord(recordId) });
      return false;
    },
    onWorry() {
      const { answer } = this.data;
      const [child] = answer?.children ?? [];
      if (!answer || !child) return;
      const words = answer.record.facts.map(({ label, text }) => `${label}：${text}`).join('\n');
      carryWorry({ child, words, recordKey: '' });
      go('concern', { studentId: child.id, recordId: this.data.recordId });
    },
  },
});
