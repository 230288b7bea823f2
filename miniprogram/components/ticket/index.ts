/**
 * The next call, in words: 「今晚 7:30」 large, then with whom, how and where. The default slot takes the one button that
 * does what is right now. `date` is the small date under the headline; `state` and `tone` say where it stands.
 */
Component({
  properties: {
    headline: { type: String, value: '' },
    date: { type: String, value: '' },
    /** 「和小雨视频」 */
    who: { type: String, value: '' },
    /** 「3 号平板」 */
    where: { type: String, value: '' },
    state: { type: String, value: '' },
    tone: { type: String, value: 'plain' },
  },
});
