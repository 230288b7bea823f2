import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { asAppError, ask, say, tell } from '../../../../services/feedback';
import { now } from '../../../../services/time';
import type { CadenceRow, OwnKind } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { differs, rebased } from '../../rebased';
import {
  CHOICES,
  countChoices,
  newRule,
  ownRows,
  problemsOf,
  type RuleProblems,
  type RuleRow,
  type RuleSet,
  setsOf,
  switched,
} from './view';

type Tapped = WechatMiniprogram.TouchEvent<object, object, { key: string; on?: boolean }>;
type Keyed = WechatMiniprogram.CustomEvent<{ key: string }>;
type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;
type Field = keyof typeof CHOICES;

/** The most that a school keeps. */
const MOST = 20;
const TIMES = Array.from({ length: 10 }, (_, i) => ({ value: String(i + 1), label: `${i + 1} 次` }));

/** What is kept on the phone until it is saved: the rules as they were read, as they are now, and the row that is open, half typed. */
interface Kept {
  readonly seen: readonly CadenceRow[];
  readonly rules: readonly CadenceRow[];
  readonly rule: CadenceRow | null;
  readonly isNew: boolean;
}
const draft = () => draftOf<Kept>('cadences');

/** What is done how often, by whom, for whom: sets to switch on, and rows of the school's own. What is changed is kept on the phone until it is saved. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    /** As the school has them; what another head saves meanwhile is not overwritten. */
    _seen: [] as readonly CadenceRow[],
    _rules: [] as readonly CadenceRow[],
    _presets: [] as readonly CadenceRow[],
    _own: [] as readonly OwnKind[],
    sets: [] as RuleSet[],
    own: [] as RuleRow[],
    changed: false,
    /** The row that is open to be changed; `null` for the list. */
    rule: null as CadenceRow | null,
    isNew: false,
    /** The row was half typed when the app was left. */
    resumed: false,
    problems: {} as RuleProblems,
    choices: CHOICES,
    counts: [] as { value: string; label: string }[],
    times: TIMES,
  },
  methods: {
    async load() {
      if (this.data.rule) return;
      const [{ rules, presets }, { own }] = await Promise.all([call('cadence.rules', {}), call('records.kinds', {})]);
      this.setData({ _presets: presets, _own: own });
      const kept = draft().read();
      this.show(rules, kept ? rebased(kept.seen, kept.rules, rules) : rules);
      if (!kept?.rule) return;
      this.edit(kept.rule, kept.isNew);
      this.setData({ resumed: true });
    },
    show(seen: readonly CadenceRow[], rules: readonly CadenceRow[]) {
      const { _presets: presets, _own: own } = this.data;
      this.setData({ _seen: seen, _rules: rules, changed: differs(seen, rules) });
      this.setData({ sets: setsOf(rules, presets, own), own: ownRows(rules, presets, own) });
    },
    /** What stands on the screen, also half typed, is on the phone from now on. */
    keep() {
      const { _seen: seen, _rules: rules, rule, isNew } = this.data;
      if (rule || differs(seen, rules)) draft().write({ seen, rules, rule, isNew });
      else draft().clear();
    },
    async change(rules: readonly CadenceRow[]) {
      if (rules.length > MOST) return say(`最多 ${MOST} 条，请先去掉几条。`);
      this.show(this.data._seen, rules);
      this.keep();
    },
    async onSet({ currentTarget: { dataset } }: Tapped) {
      const set = this.data.sets.find(({ key }) => key === dataset.key);
      if (!set) return;
      const ids = set.rows.map(({ key }) => key);
      await this.change(switched(this.data._rules, this.data._presets, ids, !set.allOn));
    },
    async onSwitch({ currentTarget: { dataset } }: Tapped) {
      await this.change(switched(this.data._rules, this.data._presets, [dataset.key], dataset.on !== true));
    },
    onRule({ currentTarget: { dataset } }: Tapped) {
      this.open(dataset.key);
    },
    onOwn({ detail }: Keyed) {
      this.open(detail.key);
    },
    open(key: string) {
      const rule = this.data._rules.find(({ id }) => id === key);
      if (rule) this.edit(rule, false);
    },
    onNew() {
      // Two heads who add one at the same time add two.
      this.edit(newRule(now().toString(36), dayOf(now())), true);
    },
    edit(rule: CadenceRow, isNew: boolean) {
      this.setData({ rule, isNew, resumed: false, problems: {}, counts: countChoices(rule, this.data._own) });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },
    set(part: Partial<CadenceRow>) {
      const { rule } = this.data;
      if (!rule) return;
      this.setData({ rule: { ...rule, ...part }, problems: {} });
      this.keep();
    },
    onName({ detail }: WechatMiniprogram.Input) {
      this.set({ name: detail.value });
    },
    onCounts({ detail }: Chosen) {
      this.set({ counts: detail.value });
    },
    onTimes({ detail }: Chosen) {
      this.set({ times: Number(detail.value[0]) });
    },
    onChoice({ detail, currentTarget: { dataset } }: WechatMiniprogram.CustomEvent<{ value: string[] }> & Tapped) {
      const field = dataset.key as Field;
      this.set({ [field]: field === 'pausedBy' ? detail.value : detail.value[0] });
    },
    onSince({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.set({ since: detail.value });
    },
    onUntil({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.set({ until: detail.value });
    },
    onNoEnd() {
      this.set({ until: null });
    },
    onBack() {
      this.setData({ rule: null });
      this.keep();
    },
    async onKeep() {
      const { rule, _rules: rules, _own: own } = this.data;
      if (!rule) return;
      const problems = problemsOf(rule, own);
      this.setData({ problems });
      // The field may be far above: what is wrong is said here too.
      const [wrong] = Object.values(problems);
      if (wrong) return say(wrong);
      const named = { ...rule, name: rule.name.trim() };
      const isKnown = rules.some(({ id }) => id === rule.id);
      this.onBack();
      await this.change(isKnown ? rules.map((one) => (one.id === rule.id ? named : one)) : [...rules, named]);
    },
    async onRemove() {
      const { rule, _rules: rules } = this.data;
      if (!rule || !(await ask({ text: `去掉「${rule.name}」？写过的记录都还在。`, yes: '去掉' }))) return;
      this.onBack();
      await this.change(rules.filter(({ id }) => id !== rule.id));
    },
    async onForget() {
      draft().clear();
      await this.run(() => this.load());
    },
    async onSave() {
      await this.run(async () => {
        const { _seen: seen, _rules: rules } = this.data;
        try {
          await call('cadence.saveRules', { seen: [...seen], rules: [...rules] });
        } catch (failure) {
          // Another head saved meanwhile: what was changed here stays, on top of the newest.
          if (asAppError(failure).code === 'common.stale') await this.load();
          throw failure;
        }
        draft().clear();
        await this.load();
        tell('定下来了');
      });
    },
  },
});
