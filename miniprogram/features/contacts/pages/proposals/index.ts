import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { asAppError, say, showError, tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import type { ProposalView } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { answerOf, type Choice, type Choices, cardsOf, type ProposalCard, UNTOUCHED } from './view';

type Touched<T extends object> = WechatMiniprogram.TouchEvent<object, object, T & WechatMiniprogram.IAnyObject>;

const draft = () => draftOf<Choices>('proposals');

/** What families ask to change, beside what stands there now: item by item it is taken or left. */
Component({
  behaviors: [pageBase],
  properties: {
    /** Of one child; without it of all whom the caller looks after. */
    studentId: { type: String, value: '' },
  },
  data: {
    proposals: [] as ProposalView[],
    choices: {} as Choices,
    cards: [] as ProposalCard[],
    more: false,
    /** The one that is being answered. */
    answering: '',
  },
  methods: {
    async load() {
      await ensureSession();
      const { studentId } = this.data;
      const { proposals, more } = await call('contacts.proposals', studentId ? { studentId } : {});
      this.setData({ proposals, more, choices: draft().read() ?? this.data.choices });
      this.draw();
    },
    draw() {
      const { proposals, choices } = this.data;
      this.setData({ cards: cardsOf(proposals, choices, dayOf(now())) });
    },
    choose(id: string, part: Partial<Choice>) {
      const choice = { ...(this.data.choices[id] ?? UNTOUCHED), ...part };
      const choices = { ...this.data.choices, [id]: choice };
      draft().write(choices);
      this.setData({ choices });
      this.draw();
    },
    onTick({ currentTarget }: Touched<{ id: string; key: string }>) {
      const { id, key } = currentTarget.dataset;
      if (this.data.proposals.find((one) => one.id === id)?.mayAnswer !== true) return;
      const { left } = this.data.choices[id] ?? UNTOUCHED;
      this.choose(id, { left: left.includes(key) ? left.filter((one) => one !== key) : [...left, key] });
    },
    onNote({ currentTarget, detail }: WechatMiniprogram.CustomEvent<{ value: string }, object, { id: string }>) {
      this.choose(currentTarget.dataset.id, { note: detail.value });
    },
    async onAnswer({ currentTarget }: Touched<{ id: string }>) {
      const { id } = currentTarget.dataset;
      const proposal = this.data.proposals.find((one) => one.id === id);
      if (!proposal || this.data.busy) return;
      this.setData({ answering: id });
      await this.run(() => this.answer(proposal));
      this.setData({ answering: '' });
    },
    async answer(proposal: ProposalView) {
      try {
        const { conflicts } = await call(
          'contacts.answer',
          answerOf(proposal, this.data.choices[proposal.id] ?? UNTOUCHED),
        );
        if (conflicts.length > 0) await say('刚才有人改了同一处，还没有写进去。已经换成最新的，请再看一看。');
        else tell('好了，家里会看到');
      } catch (failure) {
        // Answered or taken back meanwhile: how it stands now is worth more than the sentence alone.
        if (asAppError(failure).code !== 'contacts.answered') throw failure;
        await showError(failure);
      }
      await this.load();
    },
    async onWithdraw({ currentTarget }: Touched<{ id: string }>) {
      await this.run(async () => {
        await call('contacts.withdraw', { id: currentTarget.dataset.id });
        tell('收回来了');
        await this.load();
      });
    },
    onChild({ currentTarget }: Touched<{ id: string }>) {
      const proposal = this.data.proposals.find(({ id }) => id === currentTarget.dataset.id);
      if (proposal) go('file', { studentId: proposal.studentId });
    },
  },
});
