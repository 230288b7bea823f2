import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { healChanged } from '../booking/heal';
import { closeForgotten } from '../calls/jobs';
import { endLeases } from '../desk/lease';
import { layOutWeeks } from '../family-time/lay-out';
import { resumeHandovers } from '../handover/act';
import { remindAmber } from '../ledger/jobs';
import { resealLetters } from '../letters/reseal';
import { tendVoice, tendVoices } from '../letters/voices';
import { recheck } from '../media/checks';
import { tendNotice, tendNotices } from '../notices/jobs';
import { mendFamilies } from '../notices/ladder';
import { giveUpStuck } from '../outbox/jobs';
import { finishErasures } from '../privacy/erase';
import { reseal } from '../privacy/reseal';
import { retain } from '../privacy/retain';
import { ageFiles } from '../school/definition';
import { tendWaitlist } from '../waitlist/offers';
import { deliver } from './deliver';
import type { Deps } from './deps';
import { isTurn, type Job, oneByOne, runJobs } from './run-jobs';

/** How long a run may begin new work: the function is stopped after 60 s. The rest of it is for what sends. */
const RUN_MS = 45_000;
const OTHERS_MS = 30_000;

const outbox: Job = { name: 'outbox', run: deliver };

const SCHOOLS = 1000;

/** Parents of children who turned amber or red are asked to call, school by school. Where the time is up, the next turn goes on: nobody is asked twice. */
async function remind(deps: Deps, until: number): Promise<number> {
  const schools = await deps.store.list('schools', { where: {}, limit: SCHOOLS, fields: ['name'] });
  let messages = 0;
  await oneByOne(deps, schools, until, async ({ _id }) => {
    messages += (await remindAmber(deps, _id)).messages;
  });
  return messages;
}

/** The letters of one big notice, which its sender's request left to `jobs`. */
const letters = (id: string): Job => ({ name: 'notice', run: (deps, until) => tendNotice(deps, id, until) });
/** The voice of one 家书, whose check just ended. */
const voice = (id: string): Job => ({ name: 'letter', run: (deps) => tendVoice(deps, id) });
const ASKED: Readonly<Record<string, (id: string) => Job>> = { notices: letters, letters: voice };

/** Everything that `jobs` does when its timer ticks, in this order: what makes messages comes before what sends them. */
export const JOBS: readonly Job[] = [
  { name: 'media', run: recheck },
  { name: 'letters', run: tendVoices },
  { name: 'notices', run: tendNotices },
  { name: 'notices.families', every: 24 * 60, run: mendFamilies },
  { name: 'handovers', run: resumeHandovers },
  { name: 'heal', run: healChanged },
  { name: 'outbox.stuck', run: giveUpStuck },
  { name: 'calls.close', every: 60, run: closeForgotten },
  { name: 'ledger.remind', every: 4 * 60, run: remind },
  { name: 'desk.leases', every: 24 * 60, run: (deps) => endLeases(deps, dayOf(deps.now())) },
  { name: 'files.age', every: 24 * 60, run: ageFiles },
  { name: 'privacy.erase', run: finishErasures },
  { name: 'privacy.retain', every: 60, run: retain },
  { name: 'privacy.reseal', every: 15, run: reseal },
  { name: 'letters.reseal', every: 15, run: resealLetters },
  { name: 'waitlist', run: tendWaitlist },
  // A county's plans fill many runs; all else has had its turn before.
  { name: 'plan', run: layOutWeeks },
  outbox,
];

/** `api` asks for the outbox alone right after it wrote to it, or also for the letters of one notice or the voice of one 家书; a timer means all jobs whose turn it is. */
export async function work(
  deps: Deps,
  event: { readonly job?: unknown; readonly id?: unknown },
  jobs: readonly Job[] = JOBS,
): Promise<string[]> {
  const now = deps.now();
  const named = typeof event.job === 'string' && Object.hasOwn(ASKED, event.job) ? ASKED[event.job] : undefined;
  const asked = named && typeof event.id === 'string' ? [named(event.id)] : [];
  const turn = asked.length > 0 || event.job === 'outbox' ? [...asked, outbox] : jobs.filter((job) => isTurn(job, now));
  const others = turn.filter((job) => job !== outbox);
  return [
    ...(await runJobs(deps, others, now + OTHERS_MS)),
    ...(await runJobs(deps, turn.includes(outbox) ? [outbox] : [], now + RUN_MS)),
  ];
}
