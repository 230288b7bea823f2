import { pageBase } from '../../../../behaviors/page-base';
import { goInstead } from '../../../../services/routes';
import { faultIn } from '../../settings/faults';
import {
  type Changes,
  changesDraft,
  knownSchool,
  NO_SCHOOL,
  type Settings,
  settingsWith,
  withChange,
} from '../../settings/school';
import { SECTIONS, type SectionKey } from '../../settings/sections';

/** One section of the settings. What is changed is kept on the phone at each tap, and saved on the page before. */
Component({
  behaviors: [pageBase],
  properties: {
    /** A `SectionKey`. */
    part: { type: String, value: '' },
  },
  data: {
    section: 'points' as SectionKey,
    name: '',
    school: NO_SCHOOL,
    settings: NO_SCHOOL.settings as Settings,
    problem: '',
  },
  methods: {
    async load() {
      const section = SECTIONS.find(({ key }) => key === this.data.part) ?? SECTIONS[0];
      if (!section) return;
      const school = await knownSchool();
      wx.setNavigationBarTitle({ title: section.name });
      this.setData({ school, section: section.key, name: section.name });
      this.show(changesDraft().read() ?? {});
    },
    show(changes: Changes) {
      this.setData({ settings: settingsWith(this.data.school, changes), problem: '' });
    },
    onChange({ detail }: WechatMiniprogram.CustomEvent<{ changes: Changes }>) {
      const draft = changesDraft();
      const changes = withChange(this.data.school, draft.read() ?? {}, detail.changes);
      if (Object.keys(changes).length > 0) draft.write(changes);
      else draft.clear();
      this.show(changes);
    },
    onDone() {
      const fault = faultIn(this.data.school, changesDraft().read() ?? {});
      if (fault?.section === this.data.section) return this.setData({ problem: fault.text });
      wx.navigateBack({ fail: () => goInstead('schoolSetup') });
    },
  },
});
