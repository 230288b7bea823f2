import { randomUUID } from 'node:crypto';
import type { Clock, Persona } from '../../ports';
import type { GroupMessage, SharedCard } from '../phone-config';

/** Cards kept; with their pictures they are large. */
const MOST = 20;

/** The class's group in WeChat: what was sent from a page, for everybody to open. It is forgotten when the gateway ends. */
export class Group {
  readonly #messages: GroupMessage[] = [];

  constructor(
    readonly clock: Clock,
    readonly tell: (message: GroupMessage) => void,
  ) {}

  /** Newest first. */
  get all(): readonly GroupMessage[] {
    return this.#messages.toReversed();
  }

  post({ title: from }: Persona, { title, path, picture }: SharedCard): void {
    const message: GroupMessage = {
      id: randomUUID(),
      at: this.clock.now(),
      from,
      title,
      ...(path === undefined ? {} : { path }),
      ...(picture === undefined ? {} : { picture }),
    };
    this.#messages.push(message);
    this.#messages.splice(0, Math.max(0, this.#messages.length - MOST));
    this.tell(message);
  }
}
