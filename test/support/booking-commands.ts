import fc from 'fast-check';
import { expect } from 'vitest';
import { healChanged } from '../../cloudfunctions/_server/booking/heal';
import { closeForgotten } from '../../cloudfunctions/_server/calls/jobs';
import { layOutWeeks } from '../../cloudfunctions/_server/family-time/lay-out';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { tendWaitlist } from '../../cloudfunctions/_server/waitlist/offers';
import { type Command, command, mishap } from './booking-command';
import { deskBook, deskMove, disrupt, extend, lease, step, walkIn } from './booking-desk-commands';
import { answer, cancel, claim, move, unwait, wait } from './booking-family-commands';
import { report, reportWalkIn } from './booking-report-commands';
import { SCHOOL } from './builders';
import { mortal } from './mortal';
import { ALL } from './outbox';

const clock = command('clock', fc.constantFrom(15, 60, 240, 24 * 60), async (minutes, model, world) => {
  model.now += minutes * 60_000;
  world.backend.clock.at = model.now;
});

const JOBS = [healChanged, closeForgotten, layOutWeeks, tendWaitlist, (deps: Deps) => sendDue(deps, ALL)];
const jobs = command(
  'jobs',
  mishap,
  async (by, model, world) => {
    const { deps } = world.backend;
    for (const job of JOBS) {
      if (by) await job(mortal(deps, by.steps, by.lost), model.now + 45_000).catch(() => undefined);
      await job(deps, model.now + 45_000);
    }
    const school = await deps.store.get('schools', SCHOOL);
    if (school && school.laidOut !== model.laidOut) {
      expect(model.mayBeLaidOut(school.laidOut ?? '')).toBe(true);
      model.laidOut = school.laidOut;
    }
  },
  true,
);

const weighted = (weight: number, arbitrary: fc.Arbitrary<Command>) => ({ weight, arbitrary });
/** Anything that anybody may do. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  weighted(8, claim),
  weighted(3, move),
  weighted(3, cancel),
  weighted(5, step),
  weighted(2, deskBook),
  weighted(3, walkIn),
  weighted(2, deskMove),
  weighted(2, extend),
  weighted(6, report),
  weighted(4, reportWalkIn),
  weighted(1, disrupt),
  weighted(1, lease),
  weighted(3, wait),
  weighted(3, answer),
  weighted(1, unwait),
  weighted(4, clock),
  weighted(3, jobs),
);
