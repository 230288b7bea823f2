import { say } from '../../services/feedback';
import { newId } from '../../services/ids';
import { type Playing, play, playing, stopPlaying } from '../../services/player';
import { spoken } from '../../services/speech';

/** What a component must undo when it goes: `data` is no place for functions. */
const endings = new WeakMap<object, () => void>();

/**
 * A round button as large as a thumb that plays one voice: `src` (a local path or an https address) or, where there is no
 * voice, `speech` read aloud. One voice at a time on the phone, and none before a tap. Events: `start`, `heard` (played to the
 * end), `fail` (it could not be played, and the person was told).
 */
Component({
  properties: {
    src: { type: String, value: '' },
    speech: { type: String, value: '' },
    /** Length where it is known before. */
    seconds: { type: Number, value: 0 },
    label: { type: String, value: '听一听' },
    /** Twice as large, for the page that has nothing else. */
    huge: { type: Boolean, value: false },
    /** One line, whether it plays or not: what stands below does not move under the finger. */
    brief: { type: Boolean, value: false },
    /** Nothing of what is read aloud stays on this device. */
    passing: { type: Boolean, value: false },
  },
  data: { key: '', on: false, waiting: false, percent: 0, left: '' },
  lifetimes: {
    attached() {
      this.setData({ key: newId() });
      endings.set(
        this,
        playing.listen((now) => this.show(now)),
      );
    },
    detached() {
      endings.get(this)?.();
      stopPlaying(this.data.key);
    },
  },
  pageLifetimes: {
    hide() {
      stopPlaying(this.data.key);
    },
  },
  methods: {
    onTap() {
      const { key, on, src, speech, passing } = this.data;
      if (on) return stopPlaying(key);
      this.triggerEvent('start');
      play({
        key,
        sources: src ? [src] : spoken(speech, passing),
        onHeard: () => this.triggerEvent('heard'),
        onFail: () => {
          void say('声音没有放出来，请看看网络，再点一次。');
          this.triggerEvent('fail');
        },
      });
    },
    show(now: Playing | null) {
      if (now?.key !== this.data.key) {
        if (this.data.on) this.setData({ on: false, waiting: false, percent: 0, left: '' });
        return;
      }
      const { waiting } = now;
      const length = now.length || this.data.seconds;
      const percent = length ? Math.min(100, Math.round((now.at / length) * 100)) : 0;
      // A file is a little longer than the voice in it: never more is left than stood there before.
      const seconds = Math.min(Math.ceil(length - now.at), this.data.seconds || Number.POSITIVE_INFINITY);
      const left = length ? `还有 ${Math.max(0, seconds)} 秒` : '';
      const shown = this.data;
      if (!shown.on || waiting !== shown.waiting || percent !== shown.percent || left !== shown.left)
        this.setData({ on: true, waiting, percent, left });
    },
  },
});
