/** A state in a word; the colour only repeats what the word says. Tones: ok, amber (7 days, soon), red (14 days, urgent), lamp (waits for you), plain. */
Component({
  properties: {
    text: { type: String, value: '' },
    tone: { type: String, value: 'plain' as 'ok' | 'amber' | 'red' | 'lamp' | 'plain' },
  },
});
