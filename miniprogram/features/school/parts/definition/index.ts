import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { NO_SCHOOL, type Settings } from '../../settings/school';
import { AGES, MOST, ONE_AWAY, type Rule, type RuleRow, ruleRows, withChanged, without, withRule, YEARS } from './view';

type Of<T extends object> = WechatMiniprogram.CustomEvent<T, object, { index: number }>;
type Chosen = Of<{ value: string[] }>;

/** 谁算留守: the definitions that differ from the nation's, each with its day; and for how long a file is kept. */
Component({
  properties: { settings: { type: Object, value: NO_SCHOOL.settings as Settings } },
  data: {
    ages: AGES,
    oneAway: ONE_AWAY,
    years: YEARS,
    rows: [] as RuleRow[],
    kept: [] as string[],
    full: false,
  },
  observers: {
    settings({ leftBehindRules, keepYears }: Settings) {
      const rows = ruleRows(leftBehindRules, dayOf(now()));
      this.setData({ rows, kept: [String(keepYears)], full: rows.length >= MOST });
    },
  },
  methods: {
    change(leftBehindRules: Settings['leftBehindRules']) {
      this.triggerEvent('change', { changes: { leftBehindRules } });
    },
    changeOne(index: number, change: Partial<Rule>) {
      this.change(withChanged(this.data.settings.leftBehindRules, index, change));
    },
    onAdd() {
      this.change(withRule(this.data.settings.leftBehindRules, dayOf(now())));
    },
    onRemove({ currentTarget }: Of<object>) {
      this.change(without(this.data.settings.leftBehindRules, currentTarget.dataset.index));
    },
    onSince({ detail, currentTarget }: Of<{ value: string }>) {
      this.changeOne(currentTarget.dataset.index, { since: detail.value });
    },
    onAge({ detail, currentTarget }: Chosen) {
      this.changeOne(currentTarget.dataset.index, { underAge: Number(detail.value[0]) });
    },
    onOneAway({ detail, currentTarget }: Chosen) {
      this.changeOne(currentTarget.dataset.index, { oneAway: detail.value[0] === 'yes' });
    },
    onBasis({ detail, currentTarget }: Of<{ value: string }>) {
      this.changeOne(currentTarget.dataset.index, { basis: detail.value });
    },
    onYears({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.triggerEvent('change', { changes: { keepYears: Number(detail.value[0]) } });
    },
  },
});
