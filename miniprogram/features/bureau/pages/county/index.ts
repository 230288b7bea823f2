import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { type County, countyOf } from './view';

/** 全县各校: counts and rates by school, never a name. */
Component({
  behaviors: [pageBase],
  data: { name: '', county: countyOf([]) as County },
  methods: {
    async load() {
      const { county, schools } = await call('statistics.county', {});
      this.setData({ name: county, county: countyOf(schools) });
    },
  },
});
