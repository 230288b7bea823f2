import { pageBase } from '../../../../behaviors/page-base';
import type { Choice } from '../../../../components/choice-chips/index';
import { call } from '../../../../services/call';
import { ask, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import type { MentorRow } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { kindsFor, type OfficeEnd, PUPIL_HELPERS } from '../../../../shared/domain/pairing';
import { LIMITS } from '../../../../shared/limits';
import { helpersFor, type MentorsPage, ofChild, ofMentor, type PairCard, REASONS } from './view';

type Tapped = WechatMiniprogram.TouchEvent<object, object, { key: string }>;
type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;

/** What the sheet at the bottom is for. */
type Sheet = '' | 'end' | 'note' | 'helpers';

/** Who stands and stood beside a child (`studentId`), or beside whom somebody does (`mentorId`, the office): notes, endings, pupils who help. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: {
    studentId: { type: String, value: '' },
    mentorId: { type: String, value: '' },
  },
  data: {
    page: null as MentorsPage | null,
    sheet: '' as Sheet,
    card: null as PairCard | null,
    reasons: REASONS,
    why: 'handed_on' as OfficeEnd,
    note: '',
    noteMost: LIMITS.handoverNote,
    /** Who comes after; chosen among `mentors`. */
    next: null as MentorRow | null,
    mentors: [] as MentorRow[],
    pupils: [] as Choice[],
    helperIds: [] as string[],
    _key: '',
  },
  methods: {
    async load() {
      const { studentId, mentorId } = this.data;
      const today = dayOf(now());
      const page = mentorId
        ? ofMentor(await call('pairing.ofMentor', { mentorId }), today)
        : ofChild(await call('pairing.history', { studentId }), today);
      this.setData({ page });
    },
    cardAt({ currentTarget }: Tapped): PairCard | null {
      const { page } = this.data;
      return [...(page?.now ?? []), ...(page?.past ?? [])].find(({ key }) => key === currentTarget.dataset.key) ?? null;
    },
    onClose() {
      this.setData({ sheet: '' });
    },
    onVisible({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      if (!detail.visible) this.onClose();
    },

    onNote(event: Tapped) {
      const card = this.cardAt(event);
      this.setData({ sheet: 'note', card, note: card?.note ?? '' });
    },
    onWords({ detail }: WechatMiniprogram.Input) {
      this.setData({ note: detail.value });
    },
    async onSaveNote() {
      const { card } = this.data;
      const note = this.data.note.trim();
      if (!card || !note) return;
      await this.run(async () => {
        await call('pairing.note', { pairingId: card.key, note });
        this.onClose();
        await this.load();
        tell('写好了，接手的人看得到');
      });
    },

    async onEnd(event: Tapped) {
      const card = this.cardAt(event);
      if (!card) return;
      if (card.pupil) return this.endPupil(card);
      await this.run(async () => {
        const { mentors } = await call('pairing.board', {});
        const isOther = ({ pairs, id }: MentorRow) =>
          id !== this.data.mentorId && !pairs.some(({ pairingId }) => pairingId === card.key);
        this.setData({
          ...{ sheet: 'end', card, why: 'handed_on', note: card.note, next: null, _key: newId() },
          mentors: mentors.filter(isOther),
        });
      });
    },
    async endPupil(card: PairCard) {
      if (!(await ask({ text: `${card.name}不当小老师了？`, yes: '不当了' }))) return;
      await this.run(async () => {
        await call('pairing.endPupils', { pairingId: card.key });
        await this.load();
      });
    },
    onWhy({ detail }: Chosen) {
      this.setData({ why: detail.value[0] as OfficeEnd });
    },
    onNext({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      this.setData({ next: this.data.mentors.find(({ id }) => id === detail.key) ?? null });
    },
    onNoNext() {
      this.setData({ next: null });
    },
    async onEndNow() {
      const { card, why, note, next, _key: requestKey } = this.data;
      if (!card) return;
      const kind = next && kindsFor(next.role)[0];
      await this.run(async () => {
        await call('pairing.end', {
          ...{ requestKey, pairingId: card.key, why, note: note.trim() },
          next: next && kind ? { mentorId: next.id, kind } : null,
        });
        this.onClose();
        await this.load();
        tell(next ? `交给${next.name}了` : '结束了');
      });
    },

    onPair() {
      const { studentId, mentorId } = this.data;
      go('pair', mentorId ? { mentorId } : { studentId });
    },
    async onHelpers() {
      await this.run(async () => {
        const { studentId } = this.data;
        const { child } = await call('pairing.history', { studentId });
        const first = await call('pairing.pupils', {});
        const own = first.classes.find(({ name }) => name === child.className);
        const pupils = own && own.id !== first.classId ? await call('pairing.pupils', { classId: own.id }) : first;
        this.setData({ sheet: 'helpers', pupils: helpersFor(pupils, studentId), helperIds: [], _key: newId() });
      });
    },
    onHelper({ detail }: Chosen) {
      this.setData({ helperIds: detail.value.slice(0, PUPIL_HELPERS) });
    },
    async onSaveHelpers() {
      const { studentId, helperIds, _key: requestKey } = this.data;
      if (helperIds.length === 0) return;
      await this.run(async () => {
        await call('pairing.pairPupils', { requestKey, studentId, helperIds: [...helperIds] });
        this.onClose();
        await this.load();
        tell('配好了');
      });
    },
  },
});
