import { NO_SCHOOL, type Settings } from '../../settings/school';
import { type RuleField, ruleFields } from './view';

type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }, object, { key: RuleField['key'] }>;

/** 约通话的规矩: how long, how often, how early. */
Component({
  properties: { settings: { type: Object, value: NO_SCHOOL.settings as Settings } },
  data: { fields: [] as RuleField[] },
  observers: {
    settings(settings: Settings) {
      this.setData({ fields: ruleFields(settings) });
    },
  },
  methods: {
    onChosen({ detail, currentTarget }: Chosen) {
      this.triggerEvent('change', { changes: { [currentTarget.dataset.key]: Number(detail.value[0]) } });
    },
  },
});
