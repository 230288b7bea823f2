/** Translates `rpx` and `vh` of an inline style as the compiler does in style sheets. */
export function translateInlineUnits(style: string): string {
  if (!style.includes('rpx') && !style.includes('vh')) return style;
  return style
    .replace(/(-?\d*\.?\d+)rpx\b/g, 'calc(var(--rpx) * $1)')
    .replace(/(-?\d*\.?\d+)vh\b/g, 'calc(var(--vh, 1vh) * $1)');
}

/**
 * Sets what one rpx is. WeChat divides the screen's shorter side by 750 (its style runtime takes the
 * height when the screen lies on its side); on a PC windows start as wide as a phone, and rpx stays so.
 */
export function installRpx(device: 'phone' | 'tablet' | 'desktop'): void {
  const update = () => {
    document.documentElement.style.setProperty('--rpx', `${screenBase(device) / 750}px`);
  };
  update();
  addEventListener('resize', update);
}

const PC_BASE = 414;

/** The width in px that 750 rpx stand for. */
export function screenBase(device: 'phone' | 'tablet' | 'desktop'): number {
  const shorter = Math.min(innerWidth, innerHeight);
  return device === 'desktop' ? Math.min(shorter, PC_BASE) : shorter;
}
