import { go } from '../../../../services/routes';
import type { HomeView } from '../../../../shared/contract';

type BureauView = Extract<HomeView, { kind: 'bureau' }>;

/** 县教育局: the way to the county's figures. */
Component({
  properties: {
    view: { type: Object, value: { kind: 'bureau', name: '' } as BureauView },
  },
  methods: {
    onCounty() {
      go('county');
    },
  },
});
