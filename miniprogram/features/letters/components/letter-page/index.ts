import { dropPassing, openVoice } from '../../../../services/passing';
import { canSpeak } from '../../../../services/speech';
import type { LetterInside } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { shortDate } from '../../../../shared/text/time';

/** One letter, opened: the voice first, then the words, and who wrote it. The sound is on this device only while it is shown. */
Component({
  properties: {
    letter: { type: Object, value: null as LetterInside | null },
  },
  data: { turn: 0, path: '', speaks: false, date: '', broken: false },
  observers: {
    letter(letter: LetterInside | null) {
      this.forget();
      if (letter) void this.show(letter);
    },
  },
  lifetimes: {
    detached() {
      this.forget();
    },
  },
  methods: {
    async show(letter: LetterInside) {
      const { turn } = this.data;
      this.setData({ speaks: canSpeak(), date: shortDate(dayOf(letter.at)), broken: false });
      if (!letter.voice) return;
      const path = await openVoice(letter.voice.dataUrl).catch(() => '');
      // Who read it may be gone, or at another letter: then nobody hears this one.
      if (this.data.turn !== turn) return dropPassing(path);
      this.setData({ path, broken: path === '' });
    },
    forget() {
      if (this.data.path) dropPassing(this.data.path);
      this.setData({ turn: this.data.turn + 1, path: '' });
    },
  },
});
