import { describe, expect, it } from 'vitest';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { JOBS, work } from '../../cloudfunctions/_server/kernel/jobs';
import { isTurn, type Job, TICK } from '../../cloudfunctions/_server/kernel/run-jobs';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { NOON } from '../support/backend';
import { aNotice } from '../support/notices';
import { littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const sendNotice = () => b.call('o-t-head', 'notices.send', aNotice({ asks: 'read' }));

describe('jobs', () => {
  it('a tick finishes a notice that was cut short, and sends it', async () => {
    const off = b.cloud.fault(({ collection, action }) =>
      collection === 'receipts' && action === 'database.insertDocument'
        ? { error: { code: 'KILLED', message: 'stopped' } }
        : undefined,
    );
    await expect(sendNotice()).rejects.toThrow();
    off();
    b.clock.at += 5 * 60_000;
    expect(await work(b.deps, {})).toEqual([]);
    expect(b.sent.map(({ openid }) => openid).sort()).toEqual([
      'o-m-father',
      'o-m-father2',
      'o-m-granny',
      'o-m-mother',
    ]);
    expect(await work(b.deps, {})).toEqual([]);
    expect(b.sent).toHaveLength(4);
  });

  it('begins no other school when its time is up, or a county of reminders would keep the outbox waiting', async () => {
    const turned = { childDay: '2026-11-17', caregiverDay: null, remindedDay: null, since: '2026-11-01' };
    await b.deps.store.updateWhere('students', { _id: 's-yu' }, { set: { contact: turned } });
    const remind = JOBS.find(({ name }) => name === 'ledger.remind');
    expect(await remind?.run(b.deps, NOON)).toBe(0);
    expect(await remind?.run(b.deps, NOON + 1)).toBe(2);
  });

  it('keeps time for what is to be sent, however much else there is to do', async () => {
    await sendNotice();
    const slow: Job = { name: 'slow', run: async (_, until) => (b.clock.at = Math.max(b.clock.at, until)) };
    const outbox = JOBS.filter(({ name }) => name === 'outbox');
    expect(await work(b.deps, {}, [slow, slow, ...outbox])).toEqual([]);
    expect(b.sent).toHaveLength(4);
  });

  it('asked for the outbox by a request, it does only that', async () => {
    await sendNotice();
    const lines: unknown[] = [];
    await work({ ...b.deps, log: (line) => lines.push(line.job) }, { job: 'outbox' });
    expect(lines).toEqual(['outbox']);
    expect(b.sent).toHaveLength(4);
  });

  it('one that fails does not stop the others; each is logged with its time', async () => {
    const ran: string[] = [];
    const lines: Readonly<Record<string, unknown>>[] = [];
    const job = (name: string, fails = false): Job => ({
      name,
      run: async () => {
        ran.push(name);
        b.clock.at += 7;
        if (fails) throw new Error('broken');
        return { n: 1 };
      },
    });
    const deps: Deps = { ...b.deps, log: (line) => lines.push(line) };
    expect(await work(deps, {}, [job('one'), job('two', true), job('three')])).toEqual(['two']);
    expect(ran).toEqual(['one', 'two', 'three']);
    expect(lines.map(({ job: name, ms }) => [name, ms])).toEqual([
      ['one', 7],
      ['two', 7],
      ['three', 7],
    ]);
    expect(String(lines[1]?.error)).toContain('broken');
    expect(lines[0]?.result).toEqual({ n: 1 });
  });

  it('every job has its turn on each day, and only on ticks', () => {
    const ticks = Array.from({ length: (24 * 60) / TICK }, (_, i) => instantOf('2026-11-24', i * TICK) + 20_000);
    for (const job of JOBS) {
      const turns = ticks.filter((tick) => isTurn(job, tick)).length;
      expect(turns).toBe((24 * 60) / (job.every ?? TICK));
    }
  });

  it('an idle tick costs few operations', async () => {
    b.clock.at = instantOf('2026-11-24', 10 * 60 + 5);
    await work(b.deps, {});
    b.cloud.operations.reset();
    await work(b.deps, {});
    // One look each at media, letters, notices, handovers, erasures, changed schools, stuck messages and plans; three at the waitlist, two at the outbox, one at the ladder.
    expect(b.cloud.operations.total('database.')).toBeLessThanOrEqual(14);
  });
});
