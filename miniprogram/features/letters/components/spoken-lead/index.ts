import { canSpeak } from '../../../../services/speech';

/**
 * What is to be done now, for a child that does not read yet: the headline, and a round button that reads it aloud with what else stands there.
 */
Component({
  properties: {
    lead: { type: String, value: '' },
    /** What went wrong; read first. */
    problem: { type: String, value: '' },
    /** What is read after the headline; nothing of it stays on the device, for names are in it. */
    more: { type: String, value: '' },
    label: { type: String, value: '念给我听' },
  },
  data: { speaks: false },
  lifetimes: {
    attached() {
      this.setData({ speaks: canSpeak() });
    },
  },
});
