import { NO_SCHOOL, type Settings } from '../../settings/school';
import { capText, enoughText, withCap, withFee, withSms } from './view';

type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;

/** 短信和微信提醒: whether the school pays for SMS and up to how much, and whether families are asked once for all. */
Component({
  properties: { settings: { type: Object, value: NO_SCHOOL.settings as Settings } },
  data: {
    smsChoices: [
      { value: 'yes', label: '发短信' },
      { value: 'no', label: '不发' },
    ],
    lastingChoices: [
      { value: 'yes', label: '用长期提醒' },
      { value: 'no', label: '一次一次攒' },
    ],
    cap: '',
    fee: '',
    enough: '',
  },
  observers: {
    settings({ sms }: Settings) {
      this.setData({ cap: capText(sms), fee: String(sms.feeFen), enough: enoughText(sms) });
    },
  },
  methods: {
    change(sms: Settings['sms']) {
      this.triggerEvent('change', { changes: { sms } });
    },
    onSms({ detail }: Chosen) {
      this.change(withSms(this.data.settings.sms, detail.value[0] === 'yes'));
    },
    onCap({ detail }: WechatMiniprogram.Input) {
      this.change(withCap(this.data.settings.sms, detail.value));
    },
    onFee({ detail }: WechatMiniprogram.InputBlur) {
      this.change(withFee(this.data.settings.sms, detail.value));
    },
    onLasting({ detail }: Chosen) {
      this.triggerEvent('change', { changes: { longTerm: detail.value[0] === 'yes' } });
    },
  },
});
