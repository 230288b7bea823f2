import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { keptDesk } from '../../../../services/desk-day';
import { asAppError, say, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { goHome } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { AppError } from '../../../../shared/errors/catalogue';
import * as desk from '../../desk';
import {
  adultChips,
  askBooking,
  childChips,
  classChips,
  type DeskChild,
  type FreeTimes,
  offerById,
  type People,
  peopleKept,
  readAloud,
  relativeChips,
  slotWords,
  type TimesView,
  timesView,
  UNKNOWN,
} from './view';

type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;
type Row = WechatMiniprogram.CustomEvent<{ key: string }>;
const NOBODY: People = { classes: [], children: [] };

/**
 * A call made at the desk: class, child, whom it is with. With `at` (a slot) for a child that came by itself to that time of today,
 * also without a network; else for a family that rings up, which then hears the times that suit it.
 */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: { at: { type: String, value: '' } },
  data: {
    _people: NOBODY,
    _times: null as FreeTimes | null,
    /** Asked again after silence it is the same request. */
    _requestKey: '',
    alone: false,
    /** 「今天下午 4:15，1 号电话」 of a walk-in. */
    where: '',
    /** Somebody else has taken that time meanwhile. */
    gone: false,
    classId: '',
    classes: [] as ReturnType<typeof classChips>,
    children: [] as ReturnType<typeof childChips>,
    chosen: [] as DeskChild[],
    names: '',
    /** Choosing one more child. */
    adding: true,
    adults: [] as ReturnType<typeof adultChips>,
    adultId: '',
    times: null as TimesView | null,
    slotId: '',
    asking: '',
    /** What to read aloud when it is booked. */
    said: '',
    none: [] as string[],
  },
  methods: {
    async load() {
      // What was asked once stays: coming back from another app must not begin anew.
      if (this.data.classes.length > 0) return;
      const { at: slot } = this.data;
      this.setData({ _requestKey: newId() });
      // A head teacher books for a family also on days on which the desk is somebody else's.
      if (slot) {
        const { board, alone } = await desk.openDesk();
        const where = slotWords(board, slot);
        this.setData({ alone, where, gone: where === '' });
        if (!where) return;
      } else await ensureSession();
      const people = await this.people('');
      if (this.data.alone && people.classes.length === 0) throw new AppError('network.offline');
      this.setData({ classes: classChips(people) });
      const [only] = people.classes;
      if (only && people.classes.length === 1) await this.openClass(only.id);
    },
    async people(classId: string): Promise<People> {
      if (this.data.alone) return peopleKept(keptDesk(), classId);
      return call('desk.people', classId ? { classId } : {});
    },
    async openClass(classId: string) {
      const people = await this.people(classId);
      this.setData({ _people: people, classId, children: childChips(people, this.data.chosen) });
    },
    async onClass({ detail }: Chosen) {
      const [classId] = detail.value;
      if (classId) await this.run(() => this.openClass(classId));
    },
    onOtherClass() {
      this.setData({ classId: '', children: [] });
    },
    async onChild({ detail }: Chosen) {
      const child = this.data._people.children.find(({ id }) => id === detail.value[0]);
      if (child) await this.choose([...this.data.chosen, child]);
    },
    onMore() {
      const { _people: people, chosen } = this.data;
      this.setData({ adding: true, children: childChips(people, chosen) });
    },
    async onAnew() {
      const { _people: people } = this.data;
      await this.choose([]);
      this.setData({ adding: true, children: childChips(people, []) });
    },
    async choose(chosen: DeskChild[]) {
      const { alone, at: slot } = this.data;
      const adults = alone ? relativeChips() : adultChips(chosen, slot !== '');
      const names = chosen.map(({ className, name }) => `${className} ${name}`).join('、');
      this.setData({ chosen, names, adults, adultId: '', times: null, _times: null, adding: false });
      const [only] = adults;
      if (chosen.length > 0 && only && adults.length === 1) await this.chooseAdult(only.value);
    },
    async onAdult({ detail }: Chosen) {
      await this.chooseAdult(detail.value[0] ?? '');
    },
    async chooseAdult(adultId: string) {
      this.setData({ adultId, times: null });
      if (adultId && !this.data.at) await this.run(() => this.findTimes());
    },
    async findTimes() {
      const { chosen, adultId, times } = this.data;
      const found = await call('desk.slots', { studentIds: chosen.map(({ id }) => id), adultId });
      this.setData({ _times: found, times: timesView(found, now(), times?.day ?? '') });
    },
    onDay({ detail }: Chosen) {
      const { _times: found } = this.data;
      if (found) this.setData({ times: timesView(found, now(), detail.value[0] ?? '') });
    },
    onTime({ detail }: Chosen) {
      this.ask(detail.value[0] ?? '');
    },
    onOffer({ detail }: Row) {
      this.ask(detail.key);
    },
    ask(slotId: string) {
      const { _times: found } = this.data;
      const offer = found && offerById(found, slotId);
      if (offer) this.setData({ slotId, asking: askBooking(offer, dayOf(now())) });
    },
    onNo() {
      this.setData({ asking: '' });
    },
    async onYes() {
      const { chosen, adultId, slotId, _requestKey: requestKey } = this.data;
      const studentIds = chosen.map(({ id }) => id);
      await this.run(async () => {
        try {
          const made = await call('desk.book', { requestKey, slotId, studentIds, adultId });
          this.setData({ asking: '', said: readAloud(made, dayOf(now())) });
        } catch (failure) {
          await this.refused(failure);
        }
      });
    },
    /** An answer ends the request; where the time is gone, the others are shown. */
    async refused(failure: unknown) {
      const error = asAppError(failure);
      if (error.code === 'network.offline' || error.code === 'network.server') throw error;
      this.setData({ asking: '', _requestKey: newId() });
      if (!this.data.at) await this.findTimes();
      if (error.code !== 'booking.quota-used' || !this.data.at) throw error;
      await say('这个孩子这一周已经约过了，现场的时间先留给别的孩子。');
      return false;
    },
    async onWalkIn() {
      const { chosen, adultId, at: slot, alone, _requestKey: requestKey } = this.data;
      const made = await this.run(async () => {
        if (alone) {
          desk.walkInAlone({
            slotId: slot,
            children: chosen.map(({ adults: _, ...child }) => child),
            relation: adultId,
          });
          return true;
        }
        const studentIds = chosen.map(({ id }) => id);
        const input = { requestKey, slotId: slot, studentIds, adultId: adultId === UNKNOWN ? null : adultId };
        try {
          desk.bring(await call('desk.walkIn', input));
          return true;
        } catch (failure) {
          return this.refused(failure);
        }
      });
      if (!made) return;
      tell('记下了，可以打了');
      this.onBack();
    },
    onBack() {
      wx.navigateBack({ fail: () => goHome() });
    },
  },
});
