import type { VoipJoin, VoipLetter, VoipMessage, VoipRefusal } from '../../voip';
import { phone } from '../system/phone';
import { post, reach } from '../system/server';
import { WxFailure } from '../wx/failure';

export interface RoomActions {
  told(message: VoipMessage): void;
  /** The gateway let go of us, or is gone. Not called after `leave`. */
  ended(): void;
}

/** Our place in a call at the gateway: we are in it while the stream of its messages is open. */
export class Room {
  readonly #leaving = new AbortController();

  /** Fails as `joinVoIPChat` does when we are not let in, or with `NoNetwork`. */
  async enter(join: VoipJoin, actions: RoomActions): Promise<void> {
    const response = await reach(`${phone.api}/voip-join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(join),
      signal: this.#leaving.signal,
    });
    if (response.headers.get('content-type') !== 'application/x-ndjson') {
      const { error } = (await response.json()) as Partial<VoipRefusal>;
      throw new WxFailure(error?.errMsg ?? `status ${response.status}`, { errCode: error?.errCode ?? -1000 });
    }
    void this.#read(response, actions);
  }

  send(letter: VoipLetter): void {
    // who is gone meanwhile needs no answer
    if (!this.#leaving.signal.aborted) post('voip-signal', letter).catch(() => undefined);
  }

  leave(): void {
    this.#leaving.abort();
  }

  async #read({ body }: Response, actions: RoomActions): Promise<void> {
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      // a broken stream is an end like any other
      const piece = await reader?.read().catch(() => undefined);
      if (this.#leaving.signal.aborted) return;
      if (piece?.value === undefined) return actions.ended();
      const lines = (rest + piece.value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) actions.told(JSON.parse(line) as VoipMessage);
    }
  }
}
