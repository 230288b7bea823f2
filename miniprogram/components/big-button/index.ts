/** What a button does for the page: the one thing to do, something beside it, or something that cannot be undone. */
const THEMES = {
  primary: { theme: 'primary', variant: 'base' },
  quiet: { theme: 'primary', variant: 'outline' },
  danger: { theme: 'danger', variant: 'outline' },
} as const;
type Kind = keyof typeof THEMES;

/**
 * A button as wide as the column with one label, at least 44 pt high (elder mode 64). The label wraps instead of being cut.
 * While `loading` or `disabled` a tap does nothing. Events: `tap`; `phone` {code} for open-type getPhoneNumber.
 */
Component({
  properties: {
    label: { type: String, value: '' },
    kind: { type: String, value: 'primary' as Kind },
    /** A name of `components/icon`, before the label. */
    icon: { type: String, value: '' },
    loading: { type: Boolean, value: false },
    disabled: { type: Boolean, value: false },
    openType: { type: String, value: '' as '' | 'getPhoneNumber' | 'share' | 'openSetting' },
  },
  data: { look: THEMES.primary as (typeof THEMES)[Kind] },
  observers: {
    kind(kind: Kind) {
      this.setData({ look: THEMES[kind] });
    },
  },
  methods: {
    onTap() {
      if (this.data.loading || this.data.disabled) return;
      this.triggerEvent('tap');
    },
    /** Without a `code` the person refused: that is an answer too. */
    onPhone({ detail }: WechatMiniprogram.CustomEvent<{ code?: string }>) {
      this.triggerEvent('phone', { code: detail.code ?? '' });
    },
  },
});
