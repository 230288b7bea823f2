import { element } from '../ui/dom';
import { type Layer, openLayer } from '../ui/layers';
import { Recorder } from './audio';

interface Stopped {
  readonly tempFilePath: string;
  readonly duration: number;
  readonly fileSize: number;
}

const MAX_MS = 60_000;
/** Numbers of the plugin: the microphone, a second `start`, a `stop` without a `start`. */
const NO_MICROPHONE = -30001;
const ALREADY_STARTED = -30011;
const NOT_STARTED = -30012;

/** Events are fields that the page sets, as the plugin has them. */
interface Manager {
  onStart?: (event: { msg: string }) => void;
  onRecognize?: (event: { result: string }) => void;
  onStop?: (event: Stopped & { result: string }) => void;
  onError?: (event: { retcode: number; msg: string }) => void;
  start(options?: { duration?: number; lang?: string }): void;
  stop(): void;
}

/**
 * The plugin's only listener. It records what is spoken; this computer does not understand it, so whoever sits at it
 * types the words into a field at the top, also while the recording goes on: they come as `onRecognize`.
 */
class Dictation {
  readonly #recorder = new Recorder();
  readonly #events: Manager;
  #field: { readonly layer: Layer; readonly input: HTMLInputElement } | undefined;
  #stopped: Stopped | undefined;

  constructor(events: Manager) {
    this.#events = events;
    const { onStart, onStop, onError } = this.#recorder.emitter.methods(['Start', 'Stop', 'Error']);
    onStart?.(() => this.#begin());
    onStop?.((stopped) => this.#recorded(stopped as Stopped));
    onError?.((error) => this.#fail(NO_MICROPHONE, (error as { errMsg: string }).errMsg));
  }

  start(duration: number): void {
    if (this.#field !== undefined) this.#fail(ALREADY_STARTED, 'please stop after start');
    else void this.#recorder.start({ duration });
  }

  stop(): void {
    if (this.#field === undefined) this.#fail(NOT_STARTED, 'please start before stop');
    else this.#recorder.stop();
  }

  #begin(): void {
    const input = element('input', { class: 'dialog-field', placeholder: '这台电脑听不懂话，请把说的话打在这里' });
    input.oninput = () => this.#events.onRecognize?.({ result: input.value });
    input.onkeydown = ({ key }) => key === 'Enter' && this.#typed();
    const done = element('button', { class: 'dictation-done', onclick: () => this.#typed() }, '就这些');
    const bar = element('div', { class: 'dictation' }, element('strong', {}, '正在听'), input, done);
    this.#field = { layer: openLayer('dictation', bar, { modal: false }), input };
    this.#stopped = undefined;
    this.#events.onStart?.({ msg: 'Ok' });
  }

  /** The words are there: the recording ends too, if it did not. */
  #typed(): void {
    if (this.#stopped === undefined) this.#recorder.stop();
    else this.#finish(this.#stopped);
  }

  /** The recording ended; without a word yet, the field waits for them. */
  #recorded(stopped: Stopped): void {
    this.#stopped = stopped;
    if (this.#field?.input.value === '' && this.#field.layer.element.isConnected) this.#field.input.focus();
    else this.#finish(stopped);
  }

  #finish(stopped: Stopped): void {
    const result = this.#field?.input.value ?? '';
    this.#field?.layer.close();
    this.#field = undefined;
    this.#events.onStop?.({ ...stopped, result });
  }

  #fail(retcode: number, msg: string): void {
    setTimeout(() => this.#events.onError?.({ retcode, msg }));
  }
}

const makeManager = (): Manager => {
  const manager: Manager = {
    start: ({ duration = MAX_MS } = {}) => dictation.start(Math.min(MAX_MS, duration)),
    stop: () => dictation.stop(),
  };
  const dictation = new Dictation(manager);
  return manager;
};

export const recognitionManager = makeManager();
