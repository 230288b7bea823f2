import { describe, expect, it } from 'vitest';
import { createClock } from '../../local/clock';
import { type TimerRun, Timers } from '../../local/cloud/timers';

const BEIJING = '+08:00';
const at = (text: string) => Date.parse(`${text}${BEIJING}`);

function setup(triggers: Readonly<Record<string, string>>, start: string, fail = false) {
  const clock = createClock();
  clock.moveTo(at(start));
  const events: { name: string; event: unknown }[] = [];
  const runs: TimerRun[] = [];
  const timers = new Timers({
    clock,
    functions: Object.entries(triggers).map(([name, config]) => ({
      name,
      file: '',
      triggers: [{ name: `${name}-timer`, config }],
    })),
    invoke: async (name, event) => {
      events.push({ name, event });
      if (fail) throw new Error('down');
    },
    onRun: (run) => runs.push(run),
  });
  const due = async () =>
    (await timers.runDue()).map(
      (run) => `${run.function} ${new Date(run.dueAt + 8 * 3_600_000).toISOString().slice(0, 19)}`,
    );
  return { clock, timers, events, runs, due };
}

describe('timers', () => {
  it('reads seven fields in UTC+8', async () => {
    const { clock, due } = setup({ morning: '0 30 7 * * MON-FRI *' }, '2026-11-20T07:29:59');
    expect(await due()).toEqual([]);
    clock.moveTo(at('2026-11-20T07:30:00'));
    expect(await due()).toEqual(['morning 2026-11-20T07:30:00']);
    expect(await due()).toEqual([]);
    clock.moveTo(at('2026-11-22T23:00:00'));
    expect(await due()).toEqual([]);
    clock.moveTo(at('2026-11-23T08:00:00'));
    expect(await due()).toEqual(['morning 2026-11-23T07:30:00']);
  });

  it('runs each trigger once when the clock jumps over many runs, the earliest first', async () => {
    const { clock, due } = setup(
      { daily: '0 0 6 * * * *', minute: '0 * * * * * *', yearly: '0 0 0 1 1 * *' },
      '2026-11-20T12:00:30',
    );
    clock.moveTo(at('2026-12-20T12:00:00'));
    expect(await due()).toEqual(['minute 2026-11-20T12:01:00', 'daily 2026-11-21T06:00:00']);
    expect(await due()).toEqual([]);
    clock.moveTo(at('2026-12-20T12:01:00'));
    expect(await due()).toEqual(['minute 2026-12-20T12:01:00']);
  });

  it('starts anew from where the clock was moved back to', async () => {
    const { clock, due } = setup({ daily: '0 0 6 * * * *' }, '2026-11-20T12:00:00');
    clock.moveTo(at('2026-11-10T05:00:00'));
    expect(await due()).toEqual([]);
    clock.moveTo(at('2026-11-10T06:00:01'));
    expect(await due()).toEqual(['daily 2026-11-10T06:00:00']);
  });

  it('tells the function which trigger it was, and reports a failure', async () => {
    const { clock, timers, events } = setup({ jobs: '0 0 6 * * * *' }, '2026-11-20T05:00:00', true);
    clock.moveTo(at('2026-11-20T06:00:00'));
    expect(await timers.runDue()).toMatchObject([
      { function: 'jobs', trigger: 'jobs-timer', error: new Error('down') },
    ]);
    expect(events).toEqual([
      {
        name: 'jobs',
        event: { Type: 'Timer', TriggerName: 'jobs-timer', Time: '2026-11-19T22:00:00.000Z', Message: '' },
      },
    ]);
  });

  it('runs by itself once started, at the real pace and after a move', async () => {
    const { clock, timers, runs } = setup({ second: '* * * * * * *', daily: '0 0 6 * * * *' }, '2026-11-20T05:00:00');
    timers.start();
    await expect
      .poll(() => runs.filter(({ trigger }) => trigger === 'second-timer').length, { timeout: 5_000 })
      .toBeGreaterThanOrEqual(2);
    clock.moveTo(at('2026-11-20T06:00:00'));
    await expect.poll(() => runs.filter(({ trigger }) => trigger === 'daily-timer').length, { timeout: 2_000 }).toBe(1);
    timers.close();
    const ran = runs.length;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(runs).toHaveLength(ran);
  });

  it('refuses what is not seven fields', () => {
    expect(() => setup({ short: '0 6 * * *' }, '2026-11-20T05:00:00')).toThrow();
  });
});
