import { expect } from 'vitest';
import { fullTime } from '../../cloudfunctions/_server/booking/reminders';
import type { Input, MethodName, Reply } from '../../miniprogram/shared/contract';
import { UNBEGUN } from '../../miniprogram/shared/domain/calls';
import { allCalls, asking, inspect } from './booking';
import { type Call, callOf, type Outcome } from './booking-call';
import type { BookingModel } from './booking-model';
import { SCHOOL } from './builders';
import { mortal } from './mortal';
import type { SharedBackend } from './shared-backend';

/** A function that is stopped at one of its steps, with or without that step's effect; then the same is asked again. */
export type Mishap = { readonly steps: number; readonly lost: boolean } | null;

export const outcomeOf = (reply: Reply<MethodName>): Outcome => (reply.ok ? 'done' : reply.code);

/** The real thing beside the model: people ask it, and it is compared with what the model says. */
export class BookingWorld {
  private readonly told = new Set<string>();
  private seen = 0;

  constructor(readonly backend: SharedBackend) {}

  async ask<M extends MethodName>(who: string, method: M, input: Input<M>, by: Mishap): Promise<Reply<M>> {
    if (by) await asking(mortal(this.backend.deps, by.steps, by.lost))(who, method, input);
    return this.backend.reply(who, method, input);
  }

  /** A call in the version that the desk sees. */
  async versionOf({ _id: bookingId }: Call): Promise<{ readonly bookingId: string; readonly version: number }> {
    const call = await this.backend.deps.store.get('bookings', bookingId);
    return { bookingId, version: call?.version ?? 0 };
  }

  calls = async (): Promise<Call[]> => (await allCalls(this.backend)).map(callOf);

  /** The model and the database say the same; all laws hold; nobody is told of what is not. `job`: the jobs may have done their part. */
  async agree(model: BookingModel, job: boolean): Promise<void> {
    expect(model.absorb(await this.calls(), job)).toEqual([]);
    expect((await inspect(this.backend, model.quota)).broken).toEqual([]);
    const makeups = await this.backend.deps.store.list('makeups', { where: { schoolId: SCHOOL }, limit: 10 });
    for (const { _id, earned, spent } of makeups) {
      expect([_id, [...earned].sort()]).toEqual([_id, model.earned(_id).sort()]);
      expect([_id, spent]).toEqual([_id, model.spent.get(_id) ?? []]);
    }
    await this.checkContacts(model);
    this.checkTold(model);
  }

  /** The ledger has every call of which somebody noted that it took place, on its day, for each child once. */
  private async checkContacts({ calls }: BookingModel): Promise<void> {
    const entries = await this.backend.deps.store.list('contactEntries', { where: { schoolId: SCHOOL }, limit: 1000 });
    const talked = [...calls.values()].filter(({ outcome }) => outcome === 'done');
    const wanted = talked.flatMap(({ _id, day, studentIds }) => studentIds.map((id) => `call:${_id}:${id} on ${day}`));
    expect(entries.map(({ _id, day }) => `${_id} on ${day}`).sort()).toEqual(wanted.sort());
  }

  /** What left since we last looked: true when it left, and no reminder twice. */
  private checkTold(model: BookingModel): void {
    const { sent } = this.backend;
    for (const { page, data } of sent.slice(this.seen)) {
      const call = model.calls.get(page.split('id=')[1] ?? '');
      const hint = data.thing3 ?? '';
      if (hint.startsWith('为您留着')) expect(call?.status).toBe('offered');
      if (!hint.startsWith('请留出时间') && !hint.startsWith('快到时间')) continue;
      expect(call && UNBEGUN.includes(call.status) && fullTime(call.day, call.from)).toBe(data.time1);
      const reminder = `${page} ${data.time1} ${hint}`;
      expect([reminder, this.told.has(reminder)]).toEqual([reminder, false]);
      this.told.add(reminder);
    }
    this.seen = sent.length;
  }
}
