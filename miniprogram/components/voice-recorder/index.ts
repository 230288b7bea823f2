import { ask, showError } from '../../services/feedback';
import { dropFile } from '../../services/files';
import { stopPlaying } from '../../services/player';
import type { Recording } from '../../services/recorder';
import { NoMicrophone, record, recording, stopRecording } from '../../services/recorder';
import { LIMITS } from '../../shared/limits';

/**
 * Records one voice: tap to start, tap to stop (nothing must be held), then listen again or record anew.
 * Event `change` {recording: {path, seconds} | null}. `path` and `seconds` bring back the one of a draft.
 */
Component({
  properties: {
    path: { type: String, value: '' },
    seconds: { type: Number, value: 0 },
    begin: { type: String, value: '点一下，开始说话' },
    /** One of several voices: it is taken away, not recorded anew. */
    several: { type: Boolean, value: false },
  },
  data: {
    phase: 'idle' as 'idle' | 'recording' | 'done',
    elapsed: 0,
    longest: LIMITS.voiceSeconds,
    denied: false,
    gone: false,
  },
  observers: {
    path(path: string) {
      if (this.data.phase !== 'recording') this.setData({ phase: path ? 'done' : 'idle' });
    },
  },
  lifetimes: {
    detached() {
      // What was half said when its page was left is nobody's: it must not lie about.
      this.data.gone = true;
      if (this.data.phase === 'recording') stopRecording();
    },
  },
  methods: {
    async onStart() {
      if (this.data.phase === 'recording') return;
      stopPlaying();
      this.setData({ phase: 'recording', elapsed: 0, denied: false });
      // Counts only once the microphone is really on: the first time a person is asked for leave before.
      const clock = setInterval(() => recording.get() && this.setData({ elapsed: this.data.elapsed + 1 }), 1_000);
      try {
        this.take(await record());
      } catch (failure) {
        this.setData({ phase: this.data.path ? 'done' : 'idle', denied: failure instanceof NoMicrophone });
        if (!(failure instanceof NoMicrophone)) await showError(failure);
      } finally {
        clearInterval(clock);
      }
    },
    onStop() {
      stopRecording();
    },
    onRedo() {
      this.take(null);
    },
    async onRemove() {
      if (await ask({ text: '这一段录音不要了吗？', yes: '不要了' })) this.take(null);
    },
    take(next: Recording | null) {
      if (this.data.gone) return next && dropFile(next.path);
      if (this.data.path) dropFile(this.data.path);
      this.setData({ phase: next ? 'done' : 'idle', path: next?.path ?? '', seconds: next?.seconds ?? 0 });
      this.triggerEvent('change', { recording: next });
    },
  },
});
