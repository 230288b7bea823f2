/** Which clock belongs to which screen: `data` is no place for timers. */
const clocks = new WeakMap<object, ReturnType<typeof setInterval>>();

/**
 * For a screen that stands open all day (the duty desk, the booth): calls `tick(n)` each second while its page is in sight,
 * `n` from 1. The screen brings its own `tick`.
 */
export const ticking = Behavior({
  lifetimes: {
    attached() {
      start(this);
    },
    detached() {
      stop(this);
    },
  },
  pageLifetimes: {
    show() {
      start(this);
    },
    hide() {
      stop(this);
    },
  },
  methods: {
    tick(_n: number): void {},
  },
});

function start(screen: { tick(n: number): void }): void {
  stop(screen);
  let n = 0;
  clocks.set(
    screen,
    setInterval(() => {
      n += 1;
      screen.tick(n);
    }, 1_000),
  );
}

function stop(screen: object): void {
  const clock = clocks.get(screen);
  if (clock) clearInterval(clock);
  clocks.delete(screen);
}
