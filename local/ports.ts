/**
 * How the parts that let the product run on one machine meet. Each is an interface so that
 * the cloud, WeChat's side and the browser can be built, replaced and tested alone.
 */

/** The one clock of the local world; functions, timers and pages all read it. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Moves the clock so that `now()` answers `at` and runs on from there. */
  moveTo(at: number): void;
  /** How far the clock is ahead of the machine's, in ms. */
  readonly offset: number;
  /** Calls back after each move; answers the way to stop listening. */
  onMove(listener: (offset: number) => void): () => void;
}

/** Who a function is invoked by. `openid` is there only when WeChat vouched for it. */
export interface Identity {
  readonly openid?: string;
  /** `wx_client` a phone, `wx_event` a push of WeChat, `wx_timer` a timer, `cloud` another function or an operator. */
  readonly source: 'wx_client' | 'wx_event' | 'wx_timer' | 'cloud';
}

/** What a client sees when a cloud call fails, e.g. −504002 (threw), −504003 (timed out), −501000 (no such function). */
export class CloudCallError extends Error {
  constructor(
    readonly errCode: number,
    readonly errMsg: string,
  ) {
    super(errMsg);
  }
}

/** CloudBase on one machine. */
export interface Cloud {
  /** Where the SDK is pointed (`TCB_CONTEXT_CNFG`). */
  readonly adminUrl: string;
  /** Environment variables with which an unmodified SDK in any process talks to this cloud. */
  readonly sdkEnv: Readonly<Record<string, string>>;
  /** Runs a function as the platform would and answers what `main` returned. Throws `CloudCallError`. */
  invoke(name: string, event: unknown, identity: Identity): Promise<unknown>;
  /** `wx.cloud.uploadFile`: the file belongs to the caller. Answers the file id `cloud://…`. */
  upload(path: string, bytes: Uint8Array, openid: string): Promise<string>;
  /** `wx.cloud.getTempFileURL` / `downloadFile` of a client: only its own files; `undefined` otherwise. */
  clientFileUrl(fileId: string, openid: string): Promise<string | undefined>;
  /** Bytes of a file, for WeChat's side (content check). */
  readFile(fileId: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** One thing that reached (or was refused to) a person, for the panel that shows what WeChat delivered to whom. */
export interface Delivery {
  readonly id: string;
  /** Local-clock ms. */
  readonly at: number;
  readonly way: 'subscribe' | 'sms';
  /** openid, or the phone number for SMS. */
  readonly to: string;
  /** The readable text, line by line. */
  readonly lines: readonly string[];
  /** The page that a tap on the message opens, with query. */
  readonly page?: string;
  /** 0 delivered; else WeChat's errcode. */
  readonly errcode: number;
}

/** What a person answers on the consent sheet, per template id. */
export type SubscribeAnswer = 'accept' | 'reject' | 'ban' | 'filter';

/** WeChat did not answer: nobody knows what became of the call. */
export class NoAnswer extends Error {}

/** Something that goes wrong on WeChat's side on purpose. */
export interface Trouble {
  /** Name of the API without `openapi.`, e.g. `subscribeMessage.send`; every API when it is absent. */
  readonly api?: string;
  /** The openid, or the phone number, that it happens to; everybody when it is absent. */
  readonly to?: string;
  /** What WeChat answers before anything is done; `silent`: nothing at all, so that the outcome is unknown. */
  readonly errcode: number | 'silent';
  /** Ends by itself after so many calls. */
  readonly times?: number;
}

/** A Mini Program code that was made here: what somebody who scans it opens. */
export interface PageCode {
  /** Local-clock ms. */
  readonly at: number;
  readonly page: string;
  readonly scene: string;
}

/** What a phone shows to get into a call; `timeStamp` in seconds. */
export interface SignedVoipTicket {
  readonly groupId: string;
  readonly nonceStr: string;
  readonly timeStamp: number;
  readonly signature: string;
}

/** WeChat's server side on one machine. */
export interface Wechat {
  /**
   * `callWxOpenApi`: answers what WeChat would, with `errcode`. `user`: for whom the calling function runs. Throws `NoAnswer`
   * while WeChat is silent.
   */
  openApi(api: string, data: Record<string, unknown>, user?: string): Promise<Record<string, unknown>>;
  /** `callCompatibleWxOpenApi` (QR codes): raw bytes. */
  binaryApi(api: string, data: Record<string, unknown>): Promise<Uint8Array>;
  /** Templates as the console would list them: id → title and fields; `lasting`: a long-term one (长期订阅). */
  readonly templates: ReadonlyMap<
    string,
    { readonly title: string; readonly fields: readonly string[]; readonly lasting?: boolean }
  >;
  /** The consent sheet was answered: books the credits and pushes `subscribe_msg_popup_event`. */
  answerSubscribe(openid: string, answers: Readonly<Record<string, SubscribeAnswer>>): Promise<void>;
  /** The long-term templates that this user accepted. */
  lasting(openid: string): readonly string[];
  /** The user takes templates back in the settings: pushes `subscribe_msg_change_event`. */
  refuseTemplates(openid: string, templateIds: readonly string[]): Promise<void>;
  /** The main switch for messages in this user's settings. */
  setMessagesOn(openid: string, on: boolean): void;
  messagesOn(openid: string): boolean;
  /** A tap on `getPhoneNumber`: a single-use code for this user's number. */
  issuePhoneCode(openid: string): string;
  setPhoneNumber(openid: string, phone: string): void;
  /** Does `wx.joinVoIPChat` of this user accept the signature now? */
  acceptsVoip(openid: string, ticket: SignedVoipTicket): boolean;
  /** This user has the Mini Program open: WeChat checks what somebody publishes only within two hours of it (61010). */
  visited(openid: string): void;
  /** The Mini Program codes that were made last, newest first. */
  codes(): readonly PageCode[];
  /** Begins a trouble; answers the way to end it. */
  provoke(trouble: Trouble): () => void;
  /** The troubles that go on. */
  troubles(): readonly Trouble[];
  /** Newest first. */
  deliveries(): readonly Delivery[];
  onDelivery(listener: (delivery: Delivery) => void): () => void;
  close(): Promise<void>;
}

/** One of the cast whom the shell lets you be. */
export interface Persona {
  readonly key: string;
  readonly openid: string;
  /** 例: 夜班爸爸 */
  readonly title: string;
  /** One line that says who this is and what to try. */
  readonly about: string;
  /** `plain`: a telephone without WeChat, which gets SMS only. */
  readonly device: 'phone' | 'tablet' | 'desktop' | 'plain';
  /** The system's font scale of this person's phone, 1–1.65. */
  readonly fontScale: number;
  readonly phoneNumber?: string;
  /** Invite code to type when this person is not bound yet, for the demo. */
  readonly code?: string;
}
