import { canDictate, dictate, stopDictation } from '../../services/dictation';
import { say } from '../../services/feedback';
import { stopPlaying } from '../../services/player';
import { NoMicrophone } from '../../services/recorder';

/**
 * 「说给我写」: writes down what the teacher says, a minute at a time; not there where WeChat's plugin is not. Event `text`
 * {text}: what was understood when it was said.
 */
Component({
  data: { can: false, on: false, heard: '', denied: false },
  lifetimes: {
    attached() {
      this.setData({ can: canDictate() });
    },
    detached() {
      if (this.data.on) stopDictation();
    },
  },
  pageLifetimes: {
    hide() {
      if (this.data.on) stopDictation();
    },
  },
  methods: {
    async onStart() {
      if (this.data.on) return;
      stopPlaying();
      this.setData({ on: true, heard: '', denied: false });
      try {
        const text = await dictate((heard) => this.setData({ heard }));
        this.triggerEvent('text', { text });
      } catch (failure) {
        const denied = failure instanceof NoMicrophone;
        this.setData({ denied });
        if (!denied) await say('没有听清楚。请看看网络，离手机近一点，再说一遍。');
      } finally {
        this.setData({ on: false });
      }
    },
    onStop() {
      stopDictation();
    },
  },
});
