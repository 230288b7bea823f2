import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { knownChildren, refreshChildren } from '../../../../services/children';
import { type Draft, draftOf } from '../../../../services/drafts';
import { ask, showError, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { currentMembership, ensureSession } from '../../../../services/session';
import { scopesOf } from '../../../../shared/access/permissions';
import type { Output } from '../../../../shared/contract';
import {
  audienceOf,
  audienceText,
  type Chosen,
  chosenOf,
  classChoices,
  gradeChoices,
  type Known,
  LIVING,
  type Living,
  missingOf,
  type PlaceKind,
  placesFor,
  ROLES,
  type Role,
  type SchoolClass,
} from '../../addressed';
import { emptyForm, type NoticeForm } from '../../letter';
import { childChips, childrenOf, type GroupRow, groupRows, reachText } from './view';

type Values<T> = WechatMiniprogram.CustomEvent<{ value: T[] }>;
type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** Choosing rests so long before it is counted again, ms. */
const REST = 500;
/** The count that is still to be made, by page. */
const counts = new WeakMap<object, ReturnType<typeof setTimeout>>();
function dropCount(page: object): void {
  const timer = counts.get(page);
  if (timer !== undefined) clearTimeout(timer);
}

/** Whom a notice is for. What is chosen goes into the draft of the page that writes, at every tap. */
Component({
  behaviors: [pageBase],
  properties: {
    /** The name of the draft. */
    draft: { type: String, value: 'notice' },
  },
  data: {
    chosen: chosenOf(null) as Chosen,
    places: placesFor(false),
    grades: gradeChoices([]),
    gradeValues: [] as string[],
    classes: [] as SchoolClass[],
    classChips: classChoices([]),
    livings: LIVING,
    roles: ROLES,
    typed: '',
    pupils: [] as ReturnType<typeof childChips>,
    saved: [] as Output<'notices.groups'>['groups'],
    groups: [] as GroupRow[],
    problem: '',
    /** It was asked once how many they are: from then on it is counted after every change. */
    counting: false,
    reach: null as ReturnType<typeof reachText> | null,
    keeping: false,
    groupName: '',
    groupKey: '',
    words: '',
  },
  lifetimes: {
    detached() {
      dropCount(this);
    },
  },
  methods: {
    async load() {
      await ensureSession();
      // Coming back from another app must not undo what was just tapped.
      if (this.data.classes.length > 0) return;
      const [{ classes }, { groups }] = await Promise.all([call('school.read', {}), call('notices.groups', {})]);
      const role = currentMembership()?.role;
      const whole = role !== undefined && scopesOf(role, 'notices.send').includes('school');
      this.setData({
        classes,
        classChips: classChoices(classes),
        grades: gradeChoices(classes),
        places: placesFor(whole),
        saved: groups,
        groups: groupRows(groups, this.known(classes)),
      });
      this.fill(chosenOf(this.form().audience));
      // Names come after: what the phone knows is enough to begin with.
      refreshChildren().then(() => {
        this.fill(this.data.chosen);
        this.showGroups(this.data.saved);
      }, showError);
    },
    fill(chosen: Chosen) {
      const children = childrenOf(knownChildren(), this.data.classes);
      this.setData({
        chosen,
        gradeValues: chosen.grades.map(String),
        pupils: childChips(children, chosen.studentIds, this.data.typed),
      });
    },
    change(part: Partial<Chosen>) {
      const chosen = { ...this.data.chosen, ...part };
      const audience = audienceOf(chosen);
      this.setData({ problem: '', reach: null });
      this.fill(chosen);
      if (audience) this.kept().write({ ...this.form(), audience });
      if (this.data.counting) this.countSoon();
    },
    onPlace({ detail }: Values<PlaceKind>) {
      this.change({ kind: detail.value[0] ?? 'classes' });
    },
    onGrades({ detail }: Values<string>) {
      this.change({ grades: detail.value.map(Number) });
    },
    onClasses({ detail }: Values<string>) {
      this.change({ classIds: detail.value });
    },
    onPupils({ detail }: Values<string>) {
      this.change({ studentIds: detail.value });
    },
    onType({ detail }: WechatMiniprogram.Input) {
      this.setData({ typed: detail.value.trim() });
      this.fill(this.data.chosen);
    },
    onLiving({ detail }: Values<Living>) {
      this.change({ living: detail.value[0] ?? 'all' });
    },
    onLeftBehind({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
      this.change({ leftBehind: detail.value });
    },
    onRoles({ detail }: Values<Role>) {
      this.change({ roles: detail.value });
    },
    async onCount() {
      if (!this.isComplete()) return;
      this.setData({ counting: true });
      await this.count();
    },
    countSoon() {
      dropCount(this);
      counts.set(
        this,
        setTimeout(() => void this.count(), REST),
      );
    },
    /** What was changed while it was counted is counted anew: an older answer is not shown. */
    async count() {
      const { chosen } = this.data;
      const audience = audienceOf(chosen);
      if (!audience) return this.setData({ counting: false });
      try {
        const reach = await call('notices.reach', { audience });
        if (this.data.chosen === chosen) this.setData({ reach: reachText(reach) });
      } catch (failure) {
        this.setData({ counting: false });
        await showError(failure);
      }
    },
    onUseGroup({ detail }: Tapped) {
      const group = this.data.saved.find(({ groupId }) => groupId === detail.key);
      if (group) this.change(chosenOf(group.audience));
    },
    async onDropGroup({ detail }: Tapped) {
      const group = this.data.saved.find(({ groupId }) => groupId === detail.key);
      if (!group || !(await ask({ text: `不再存「${group.name}」了吗？`, yes: '删掉' }))) return;
      await this.run(async () => {
        await call('notices.dropGroup', { groupId: group.groupId });
        this.showGroups(this.data.saved.filter(({ groupId }) => groupId !== group.groupId));
      });
    },
    onKeep() {
      const audience = audienceOf(this.data.chosen);
      if (!this.isComplete() || !audience) return;
      const words = audienceText(audience, this.known(this.data.classes));
      this.setData({ keeping: true, groupName: '', groupKey: newId(), words });
    },
    onDoNotKeep() {
      this.setData({ keeping: false });
    },
    onGroupName({ detail }: WechatMiniprogram.Input) {
      this.setData({ groupName: detail.value });
    },
    async onSaveGroup() {
      const audience = audienceOf(this.data.chosen);
      const name = this.data.groupName.trim();
      if (!audience || name === '') return tell('请先起个名字');
      await this.run(async () => {
        const { groupId } = await call('notices.saveGroup', { requestKey: this.data.groupKey, name, audience });
        this.showGroups([...this.data.saved, { groupId, name, audience }]);
        this.setData({ keeping: false });
        tell('存好了');
      });
    },
    showGroups(saved: Output<'notices.groups'>['groups']) {
      this.setData({ saved, groups: groupRows(saved, this.known(this.data.classes)) });
    },
    isComplete(): boolean {
      const problem = missingOf(this.data.chosen);
      this.setData({ problem });
      if (problem) wx.pageScrollTo({ selector: '#place', duration: 200, fail: () => undefined });
      return problem === '';
    },
    onDone() {
      if (this.isComplete()) wx.navigateBack();
    },
    known(classes: readonly SchoolClass[]): Known {
      return { classes, children: knownChildren() };
    },
    form(): NoticeForm {
      return this.kept().read() ?? emptyForm(newId());
    },
    kept(): Draft<NoticeForm> {
      return draftOf<NoticeForm>(this.data.draft);
    },
  },
});
