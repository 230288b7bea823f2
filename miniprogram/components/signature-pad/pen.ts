/** A point on the pad, px of the page. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What of a canvas a pen needs. */
export interface Ink {
  lineWidth: number;
  lineCap: string;
  lineJoin: string;
  strokeStyle: string;
  fillStyle: string;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticCurveTo(bendX: number, bendY: number, x: number, y: number): void;
  stroke(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
}

/** As thick as a felt pen, px. */
const WIDTH = 4;
/** Less than this in all is a slip of the finger and no name, px. */
const SHORTEST = 60;

/** Draws with a finger: smooth from touch to touch, on white paper, so that it can be read wherever it is shown. */
export class Pen {
  #last: Point | undefined;
  #middle: Point | undefined;
  #drawn = 0;

  constructor(
    private readonly ink: Ink,
    private readonly paper: { readonly width: number; readonly height: number; readonly color: string },
    color: string,
  ) {
    Object.assign(ink, { lineWidth: WIDTH, lineCap: 'round', lineJoin: 'round', strokeStyle: color });
    this.clear();
  }

  /** Enough is written to be a name. */
  get isName(): boolean {
    return this.#drawn >= SHORTEST;
  }

  down(point: Point): void {
    this.#last = point;
    this.#middle = point;
    this.#line((ink) => ink.lineTo(point.x, point.y));
  }

  move(point: Point): void {
    const { x, y } = point;
    const last = this.#last;
    if (!last) return;
    this.#drawn += Math.hypot(x - last.x, y - last.y);
    const middle = { x: (last.x + x) / 2, y: (last.y + y) / 2 };
    this.#line((ink) => ink.quadraticCurveTo(last.x, last.y, middle.x, middle.y));
    this.#last = point;
    this.#middle = middle;
  }

  up(): void {
    const last = this.#last;
    if (last) this.#line((ink) => ink.lineTo(last.x, last.y));
    this.#last = undefined;
  }

  clear(): void {
    this.#drawn = 0;
    this.#last = undefined;
    this.ink.fillStyle = this.paper.color;
    this.ink.fillRect(0, 0, this.paper.width, this.paper.height);
  }

  #line(draw: (ink: Ink) => void): void {
    const from = this.#middle;
    if (!from) return;
    this.ink.beginPath();
    this.ink.moveTo(from.x, from.y);
    draw(this.ink);
    this.ink.stroke();
  }
}
