import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { knownSchool } from '../../settings/school';
import { type CapacityView, capacityView } from './view';

/** 够不够用: how many families the points and hours can reach a week, what holds the rest back, and what would help most. */
Component({
  behaviors: [pageBase],
  data: { view: null as CapacityView | null },
  methods: {
    async load() {
      const [capacity, { settings }] = await Promise.all([call('school.capacity', {}), knownSchool()]);
      this.setData({ view: capacityView(capacity, settings.points.length) });
    },
    onHours() {
      go('schoolPart', { part: 'hours' });
    },
    onPoints() {
      go('schoolPart', { part: 'points' });
    },
    onImport() {
      go('importRoster');
    },
  },
});
