/** What became of it, alone on the page: a mark, a headline, a sentence. The slot takes the button that leads on. */
Component({
  properties: {
    headline: { type: String, value: '' },
    about: { type: String, value: '' },
    /** A name of `components/icon`. */
    mark: { type: String, value: 'check' },
  },
});
