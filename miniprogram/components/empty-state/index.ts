/** Says what will be here and what to do. The slot takes a button. */
Component({
  properties: {
    title: { type: String, value: '' },
    hint: { type: String, value: '' },
  },
});
