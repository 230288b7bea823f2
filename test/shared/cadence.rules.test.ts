import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type CadenceRow, contract } from '../../miniprogram/shared/contract';
import { cadenceRow } from '../../miniprogram/shared/contract/cadence';
import { careToday, countedRules, isTaskOf, talliesOf, toDo } from '../../miniprogram/shared/domain/cadence-due';
import { presetRules, rulesFault, usualRules } from '../../miniprogram/shared/domain/cadence-rules';
import type { CareTime } from '../../miniprogram/shared/domain/cadence-windows';
import { kindsOfDeed, RECORD_KINDS } from '../../miniprogram/shared/domain/record-kinds';

const TIME: CareTime = {
  term: { from: '2026-09-01', to: '2027-01-15' },
  isClosed: () => false,
  today: '2026-11-24',
};
const PRESETS = presetRules(TIME);

const aChild = (over: object = {}) => ({
  order: '',
  leftBehind: true,
  boarding: true,
  paired: true,
  contact: { childDay: null, since: '2026-11-01' },
  ...over,
});
const [visits] = usualRules(TIME.term);
if (!visits) throw new Error('no usual rules');

describe('the rows that come with the product', () => {
  it.each(PRESETS.map((row) => [row.name, row] as const))('%s is one that a school may save', (_, row) => {
    expect(v.parse(cadenceRow, row)).toEqual(row);
    expect(rulesFault([row], [])).toBeUndefined();
  });

  it('can all be kept at once, and have names of their own', () => {
    expect(rulesFault(PRESETS, [])).toBeUndefined();
    expect(new Set(PRESETS.map(({ name }) => name)).size).toBe(PRESETS.length);
    const { rules } = contract['cadence.saveRules'].input.entries;
    expect(v.is(rules, PRESETS)).toBe(true);
  });

  it('are all fed by a kind of record, or by the ledger', () => {
    for (const deed of PRESETS.flatMap(({ counts }) => counts).filter((deed) => deed !== 'contact'))
      expect(kindsOfDeed(deed)).not.toHaveLength(0);
  });

  it('make nobody late on the day they are switched on', () => {
    const care = careToday(
      [aChild({ contact: { childDay: null, since: '2026-09-01' } })],
      countedRules(PRESETS, TIME),
      TIME.today,
    );
    expect(care.map(({ state, missed }) => [state, missed]).filter(([state]) => state === 'overdue')).toEqual([]);
  });
});

describe('each kind of record', () => {
  const cases = RECORD_KINDS.flatMap(({ id, feeds }) => feeds.map((deed) => [id, deed] as const));
  it.each(cases)('%s counts for what asks for %s, and for nothing else', (kind, deed) => {
    const done = { [kind]: ['2026-11-20'] };
    const rows: CadenceRow[] = [
      'visit',
      'talk',
      'parents',
      'caregiver',
      'letter',
      'study',
      'life',
      'training',
      'praise',
      'forum',
    ].map((counts) => ({ ...visits, id: counts, counts: [counts] }));
    const met = careToday([aChild({ done })], countedRules(rows, TIME), TIME.today).filter(
      ({ state }) => state === 'ok',
    );
    expect(met.map(({ rule }) => rule.id)).toContain(deed);
    const fed = RECORD_KINDS.find(({ id }) => id === kind)?.feeds ?? [];
    expect(met.map(({ rule }) => rule.id).sort()).toEqual(
      [...new Set([...fed, ...rows.map(({ id }) => id).filter((id) => id === kind)])].sort(),
    );
  });
});

describe('whose task it is', () => {
  it.each([
    ['mentor', { mine: true, inMyClass: false, paired: true }, true],
    ['mentor', { mine: false, inMyClass: true, paired: true }, false],
    ['mentor', { mine: false, inMyClass: true, paired: false }, true],
    ['mentor', { mine: false, inMyClass: false, paired: false }, false],
    ['head_teacher', { mine: true, inMyClass: false, paired: true }, false],
    ['head_teacher', { mine: true, inMyClass: true, paired: true }, true],
  ] as const)('%s, %o: %s', (by, child, mine) => {
    expect(isTaskOf({ by }, child)).toBe(mine);
  });
});

describe('the list', () => {
  it('has what is to be done, most urgent first, and the tallies have all', () => {
    const children = [
      aChild({ order: 'a' }),
      aChild({ order: 'b', contact: { childDay: null, since: '2026-09-01' } }),
      aChild({ order: 'c', contact: { childDay: null, since: '2026-10-01' } }),
      aChild({ order: 'd', done: { home_visit: ['2026-11-02'] } }),
      aChild({ order: 'e', pauses: [{ from: '2026-11-20', to: null, why: 'away' }] }),
    ];
    const care = careToday(children, countedRules([visits], TIME), TIME.today);
    expect(toDo(care).map(({ child, state }) => `${child.order} ${state}`)).toEqual([
      'b overdue',
      'c overdue',
      'a soon',
    ]);
    expect(talliesOf([visits], care)).toEqual([
      { cadenceId: visits.id, ok: 1, open: 0, soon: 1, overdue: 2, paused: 1 },
    ]);
  });
});
