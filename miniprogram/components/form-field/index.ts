/** A question of a form: its label, a hint how to answer, the answer (slot), and what is wrong with it (`problem`). */
Component({
  properties: {
    label: { type: String, value: '' },
    hint: { type: String, value: '' },
    problem: { type: String, value: '' },
    /** 「不填也行」 is said beside the label: what must be filled in needs no star. */
    optional: { type: Boolean, value: false },
  },
});
