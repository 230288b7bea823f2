import { canSpeak } from '../../../../services/speech';
import type { LetterInside } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { shortDate } from '../../../../shared/text/time';
import { closeVoice, openVoice } from '../../voice';

/** One letter, opened: the voice first, then the words, and who wrote it. The sound is on this device only while it is shown. */
Component({
  properties: {
    letter: { type: Object, value: null as LetterInside | null },
    /** Offer to read the words aloud. */
    aloud: { type: Boolean, value: false },
  },
  data: { path: '', speaks: false, date: '' },
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
      this.setData({ speaks: canSpeak(), date: shortDate(dayOf(letter.at)) });
      if (letter.voice) this.setData({ path: await openVoice(letter.voice.dataUrl) });
    },
    forget() {
      closeVoice(this.data.path);
      if (this.data.path) this.setData({ path: '' });
    },
  },
});
