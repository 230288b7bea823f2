import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { asAppError, ask, say, tell } from '../../../../services/feedback';
import { now } from '../../../../services/time';
import type { OwnKind } from '../../../../shared/contract';
import { LIMITS } from '../../../../shared/limits';
import { differs } from '../../rebased';
import {
  builtInRows,
  CHOICES,
  choicesIn,
  type KindField,
  type KindRow,
  type Kinds,
  newField,
  newKind,
  ofLength,
  ownRows,
  previewOf,
  problemsOf,
  rebasedKinds,
  retyped,
  templated,
  withFamilies,
  withFields,
  withMedia,
} from './view';

type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;
type Tapped = WechatMiniprogram.TouchEvent<object, object, { key: string; i: number; on?: boolean }>;
type Typed = WechatMiniprogram.Input<object, { i: number; key: string }>;
type At = { currentTarget: { dataset: { i: number; key: string } } };
/** What is kept on the phone until it is saved: the kinds as they were read, as they are now, and the one that is open, half typed. */
interface Kept {
  readonly seen: Kinds;
  readonly kinds: Kinds;
  readonly kind: OwnKind | null;
  readonly isNew: boolean;
  readonly typed: Record<string, string>;
}
const NONE: Kinds = { own: [], hidden: [] };

/** As many questions as a kind may have. */
const MOST_FIELDS = 12;

const draft = () => draftOf<Kept>('kinds');

/** The kinds of records of a school: those of the product that it uses, and its own, made of parts. What is changed is kept until it is saved. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    /** As the school has them; what another head saves meanwhile is not overwritten. */
    _seen: NONE,
    _kinds: NONE,
    builtIn: [] as KindRow[],
    own: [] as KindRow[],
    changed: false,
    /** The kind that is open to be changed; `null` for the list. */
    kind: null as OwnKind | null,
    isNew: false,
    /** The kind was half typed when the app was left. */
    resumed: false,
    /** Choices as they are typed, by the question's id. */
    typed: {} as Record<string, string>,
    preview: [] as ReturnType<typeof previewOf>,
    seen: [] as { value: string; label: string }[],
    problems: {} as Readonly<Record<string, string>>,
    choices: CHOICES,
  },
  methods: {
    async load() {
      if (this.data.kind) return;
      const kinds = await call('records.kinds', {});
      const kept = draft().read();
      this.show(kinds, kept ? rebasedKinds(kept.seen, kept.kinds, kinds) : kinds);
      if (!kept?.kind) return;
      this.edit(kept.kind, kept.isNew);
      this.setData({ typed: kept.typed, resumed: true });
    },
    show(seen: Kinds, kinds: Kinds) {
      const changed =
        differs(seen.own, kinds.own) || [...seen.hidden].sort().join() !== [...kinds.hidden].sort().join();
      this.setData({ _seen: seen, _kinds: kinds, changed });
      this.setData({ own: ownRows(kinds.own), builtIn: builtInRows(kinds.hidden) });
    },
    /** What stands on the screen, also half typed, is on the phone from now on. */
    keep() {
      const { _seen: seen, _kinds: kinds, kind, isNew, typed, changed } = this.data;
      if (kind || changed) draft().write({ seen, kinds, kind, isNew, typed });
      else draft().clear();
    },
    change(kinds: Kinds) {
      this.show(this.data._seen, kinds);
      this.keep();
    },
    onSwitch({ currentTarget: { dataset } }: Tapped) {
      const { own, hidden } = this.data._kinds;
      const others = hidden.filter((id) => id !== dataset.key);
      this.change({ own, hidden: dataset.on ? [...others, dataset.key] : others });
    },
    async onNew() {
      const { own } = this.data._kinds;
      if (own.length >= LIMITS.ownKinds) return say(`学校自己的最多 ${LIMITS.ownKinds} 种。`);
      // A kind that is gone stays on its records by its id: no later one may take it.
      this.edit(newKind(own, now().toString(36)), true);
    },
    onOwn({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const kind = this.data._kinds.own.find(({ id }) => id === detail.key);
      if (kind) this.edit(kind, false);
    },
    edit(kind: OwnKind, isNew: boolean) {
      const typed = Object.fromEntries(kind.fields.map(({ id, choices = [] }) => [id, choices.join('\n')]));
      this.setData({ isNew, typed, resumed: false });
      this.put(kind);
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },
    set(kind: OwnKind) {
      this.put(kind);
      this.keep();
    },
    put(kind: OwnKind) {
      const seen = kind.fields.map(({ id, label }) => ({ value: id, label: label || '还没写问什么' }));
      this.setData({ kind, seen, preview: previewOf(kind), problems: {} });
    },
    onName({ detail }: WechatMiniprogram.Input) {
      const { kind } = this.data;
      if (kind) this.set({ ...kind, name: detail.value });
    },
    /** A choice of one: `key` says of what. */
    onOne({ detail, currentTarget: { dataset } }: Chosen & At) {
      const { kind } = this.data;
      const [value = ''] = detail.value;
      if (!kind) return;
      const isCount = dataset.key === 'photos' || dataset.key === 'voices';
      this.set(isCount ? withMedia(kind, { [dataset.key]: Number(value) }) : { ...kind, [dataset.key]: value });
    },
    onSeveral({ detail, currentTarget: { dataset } }: Chosen & At) {
      const { kind } = this.data;
      if (kind) this.set({ ...kind, [dataset.key]: detail.value });
    },

    setField(i: number, change: (field: KindField) => KindField) {
      const { kind } = this.data;
      if (kind)
        this.set(
          withFields(
            kind,
            kind.fields.map((field, at) => (at === i ? change(field) : field)),
          ),
        );
    },
    onLabel({ detail, currentTarget: { dataset } }: Typed) {
      this.setField(dataset.i, (field) => ({ ...field, label: detail.value }));
    },
    onType({ detail, currentTarget: { dataset } }: Chosen & At) {
      this.setField(dataset.i, (field) => {
        const next = retyped(field, detail.value[0] as KindField['type']);
        return next.choices ? { ...next, choices: choicesIn(this.data.typed[field.id] ?? '') } : next;
      });
    },
    onChoices({ detail, currentTarget: { dataset } }: Typed) {
      const field = this.data.kind?.fields[dataset.i];
      if (!field) return;
      this.setData({ typed: { ...this.data.typed, [field.id]: detail.value } });
      this.setField(dataset.i, (one) => ({ ...one, choices: choicesIn(detail.value) }));
    },
    onLong({ detail, currentTarget: { dataset } }: Chosen & At) {
      this.setField(dataset.i, (field) => ofLength(field, Number(detail.value[0])));
    },
    onTemplate({ detail, currentTarget: { dataset } }: Typed) {
      this.setField(dataset.i, (field) => templated(field, detail.value));
    },
    onNumber({ detail, currentTarget: { dataset } }: Typed) {
      this.setField(dataset.i, (field) => ({ ...field, [dataset.key]: Number(detail.value) }));
    },
    onUnit({ detail, currentTarget: { dataset } }: Typed) {
      this.setField(dataset.i, ({ unit: _, ...field }) => (detail.value ? { ...field, unit: detail.value } : field));
    },
    onRequired({ currentTarget: { dataset } }: Tapped) {
      this.setField(dataset.i, (field) => ({ ...field, required: !field.required }));
    },
    onAddField() {
      const { kind } = this.data;
      if (kind && kind.fields.length < MOST_FIELDS) this.set(withFields(kind, [...kind.fields, newField(kind.fields)]));
    },
    onDropField({ currentTarget: { dataset } }: Tapped) {
      const { kind } = this.data;
      if (kind && kind.fields.length > 1)
        this.set(
          withFields(
            kind,
            kind.fields.filter((_, at) => at !== dataset.i),
          ),
        );
    },

    onFamilies() {
      const { kind } = this.data;
      if (kind) this.set(withFamilies(kind, kind.families === null));
    },
    onTitle({ detail }: WechatMiniprogram.Input) {
      this.setFamilies({ title: detail.value });
    },
    onSeen({ detail }: Chosen) {
      this.setFamilies({ fields: detail.value });
    },
    onSeenFlag({ currentTarget: { dataset } }: Tapped) {
      this.setFamilies({ [dataset.key]: !dataset.on });
    },
    setFamilies(part: Partial<NonNullable<OwnKind['families']>>) {
      const { kind } = this.data;
      if (kind?.families) this.set({ ...kind, families: { ...kind.families, ...part } });
    },

    onBack() {
      this.setData({ kind: null, problems: {} });
      this.keep();
    },
    async onKeep() {
      const { kind, _kinds: kinds } = this.data;
      if (!kind) return;
      const problems = problemsOf(kind);
      this.setData({ problems });
      if (Object.keys(problems).length > 0) return say(Object.values(problems)[0] ?? '');
      const others = kinds.own.some(({ id }) => id === kind.id);
      this.onBack();
      this.change({
        ...kinds,
        own: others ? kinds.own.map((one) => (one.id === kind.id ? kind : one)) : [...kinds.own, kind],
      });
    },
    async onRemove() {
      const { kind, _kinds: kinds } = this.data;
      if (!kind || !(await ask({ text: `以后不写「${kind.name}」了？写过的都还看得到。`, yes: '不写了' }))) return;
      this.onBack();
      this.change({ ...kinds, own: kinds.own.filter(({ id }) => id !== kind.id) });
    },
    async onForget() {
      draft().clear();
      await this.run(() => this.load());
    },
    async onSave() {
      await this.run(async () => {
        const { _seen: seen, _kinds: kinds } = this.data;
        const asInput = ({ own, hidden }: Kinds) => ({ own: [...own], hidden: [...hidden] });
        try {
          await call('records.saveKinds', { seen: asInput(seen), ...asInput(kinds) });
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
