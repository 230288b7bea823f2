import { describe, expect, it } from 'vitest';
import type { Transaction } from '../../cloudfunctions/_server/data/store';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { requestId } from '../../cloudfunctions/_server/kernel/request-id';
import { asking, key } from '../support/booking';
import { SCHOOL } from '../support/builders';
import { aRaising } from '../support/care';
import { meanwhile, mortal } from '../support/mortal';
import { shared } from '../support/records';
import { littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
/** More steps than either takes. */
const STEPS = 30;
const b = await sharedBackend(littleSchool);
const { store } = b.deps;

/** A record, and a concern that comes of it before the phone knows whether it arrived. */
function both(isShared = true) {
  const recordKey = key();
  const record = { ...shared(isShared ? {} : { share: false, shareText: '' }), requestKey: recordKey };
  const { kind: _kind, studentIds: _ids, ...correction } = shared();
  const concern = aRaising({ recordKey });
  return {
    write: (deps: Deps = b.deps) => asking(deps)(HEAD, 'records.write', record),
    raise: (deps: Deps = b.deps) => asking(deps)(HEAD, 'concerns.raise', concern),
    share: () =>
      asking(b.deps)(HEAD, 'records.correct', {
        ...correction,
        requestKey: key(),
        recordId: requestId('r', HEAD, recordKey),
        seen: 1,
      }),
  };
}

/** Whether the record stands, whether families see it, and how many concerns there are. */
async function standing() {
  const [records, concerns, receipts] = await Promise.all([
    store.list('records', { where: { schoolId: SCHOOL, studentIds: 's-yu' }, limit: 10 }),
    store.count('concerns', { schoolId: SCHOOL, studentId: 's-yu' }),
    store.list('receipts', { where: { schoolId: SCHOOL, refId: { ne: '' } }, limit: 10 }),
  ]);
  return {
    records: records.map(({ share }) => share),
    concerns,
    told: receipts.some(({ open, over }) => open || over === null),
  };
}
const ENDED = { records: [false], concerns: 1, told: false };

/** Something happens inside a transaction, right after a step of it, and the transaction does not wait for its end. */
function inside(isMoment: (step: string, collection: unknown) => boolean, happens: () => Promise<unknown>) {
  let happened: Promise<unknown> | undefined;
  const watched = (tx: Transaction): Transaction =>
    new Proxy(tx, {
      get:
        (of, name: keyof Transaction & string) =>
        async (...args: readonly unknown[]) => {
          const done = await (of[name] as (...a: readonly unknown[]) => Promise<unknown>)(...args);
          if (!happened && isMoment(name, args[0])) {
            happened = happens();
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
          return done;
        },
    });
  const transact: Deps['store']['transact'] = (work) => store.transact((tx) => work(watched(tx)));
  return { deps: { ...b.deps, store: { ...store, transact } }, ended: () => happened };
}

/** As a phone does: the same again until it is there. */
async function untilDone(ask: () => Promise<{ readonly ok: boolean }>): Promise<void> {
  for (let tries = 0; tries < 5; tries++) if ((await ask()).ok) return;
  throw new Error('never arrived');
}

describe('a concern in the moment in which its record is written', () => {
  it('ends the sharing where it is raised right before the record is stored', async () => {
    const { write, raise } = both();
    await write(meanwhile(b.deps, (step) => step === 'transact', raise));
    expect(await standing()).toEqual(ENDED);
  });

  it('ends the sharing where the record is stored right before the concern is', async () => {
    const { write, raise } = both();
    await raise(meanwhile(b.deps, (step) => step === 'transact', write));
    expect(await standing()).toEqual(ENDED);
  });

  it.each(['staff', 'records', 'students', 'receipts'])('ends it inside the writing, after %s', async (collection) => {
    const { write, raise } = both();
    const { deps, ended } = inside(
      (_, of) => of === collection,
      () => untilDone(raise),
    );
    await write(deps);
    await ended();
    await untilDone(write);
    expect(await standing()).toEqual(ENDED);
  });

  it.each(['staff', 'concerns', 'records'])('ends it inside the raising, after %s', async (collection) => {
    const { write, raise } = both();
    const { deps, ended } = inside(
      (_, of) => of === collection,
      () => untilDone(write),
    );
    await raise(deps);
    await ended();
    await untilDone(raise);
    expect(await standing()).toEqual(ENDED);
  });

  it('ends it however the two meet', async () => {
    for (let ms = 0; ms < 12; ms++) {
      await b.renew();
      const { write, raise } = both();
      const later = async (ask: () => Promise<{ ok: boolean }>, delay: number) => {
        await new Promise((resolve) => setTimeout(resolve, delay));
        await untilDone(ask);
      };
      await Promise.all([later(write, ms % 4), later(raise, Math.floor(ms / 4) * 2)]);
      expect(await standing(), `${ms}`).toEqual(ENDED);
    }
  });

  it('keeps a record from being shared by a correction that falls into the raising', async () => {
    const { write, raise, share } = both(false);
    const sharing = async () => {
      await untilDone(write);
      return share();
    };
    const { deps, ended } = inside((_, of) => of === 'concerns', sharing);
    await raise(deps);
    await ended();
    await untilDone(raise);
    expect(await standing()).toEqual(ENDED);
  });

  it.each([true, false])('ends it wherever both are stopped (the record first: %s)', async (isRecordFirst) => {
    for (let steps = 1; steps < STEPS; steps++) {
      await b.renew();
      const { write, raise } = both();
      const [first, second] = isRecordFirst ? [write, raise] : [raise, write];
      const before = await first(mortal(b.deps, steps, steps % 2 === 0));
      await second();
      const half = await standing();
      // Never both: a concern, and a record that is shared.
      if (half.concerns > 0) expect(half.records, `stopped at ${steps}`).not.toContain(true);
      await untilDone(first);
      await untilDone(second);
      expect(await standing(), `stopped at ${steps}`).toEqual(ENDED);
      if (before.ok) break;
    }
  });
});
