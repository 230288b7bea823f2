/** What the card for a class's WeChat group says. Everybody of the group sees it, so no child's name stands on it. */
export interface CardWords {
  readonly school: string;
  /** The notice's title, where the sender puts it there; `null`: it says only that there is something to read. */
  readonly title: string | null;
}

const NEWS = '学校有一条新通知';
const ASK = '请打开看看';
/** Shipped, for a phone that cannot draw; the same card without a school (scripts/draw-share-card.ts). */
const PLAIN = '/assets/share/notice.png';

/** Where the card leads: each family finds its own receipt there, and who has none finds nothing. */
export const pathOf = (noticeId: string): string => `features/notices/pages/open/index?notice=${noticeId}`;

/** What WeChat hands on to the group. @param picture a drawn card, empty for the shipped one */
export const shareOf = (
  noticeId: string,
  picture: string,
): { readonly title: string; readonly path: string; readonly imageUrl: string } => ({
  title: `${NEWS}，${ASK}`,
  path: pathOf(noticeId),
  imageUrl: picture || PLAIN,
});

/** A card is 5 to 4, as WeChat shows it; px. */
export const CARD = { width: 1000, height: 800 } as const;

/** The colours of `tokens.wxss` that the card needs, by their names there. */
export const COLOURS = ['ground', 'ink', 'ink-2', 'brand', 'lamp', 'lamp-pale', 'card'] as const;
export type Colours = Readonly<Record<(typeof COLOURS)[number], string>>;
const LETTERS = '"PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

/** As much of a canvas as the card needs; a phone's and a browser's both have it. */
export interface Pen {
  fillStyle: unknown;
  font: string;
  textAlign: unknown;
  textBaseline: unknown;
  fillRect(x: number, y: number, width: number, height: number): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  arcTo(x1: number, y1: number, x2: number, y2: number, radius: number): void;
  closePath(): void;
  fill(): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
}

const EDGE = 80;
const WIDE = CARD.width - 2 * EDGE;
/** Lines that a title may take. */
const LINES = 2;

/** Draws the card: a lit window, who writes, what it is, and what to do. */
export function drawCard(pen: Pen, { school, title }: CardWords, colours: Colours): void {
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = colours.ground;
  pen.fillRect(0, 0, CARD.width, CARD.height);
  drawWindow(pen, 740, 90, colours);
  write(pen, school, { x: EDGE, y: 140, size: 40, colour: colours['ink-2'], most: 2, wide: 610 });
  write(pen, title ?? NEWS, {
    x: EDGE,
    y: title === null ? 430 : 390,
    size: 92,
    colour: colours.ink,
    most: LINES,
    wide: WIDE,
  });
  box(pen, EDGE, 610, 420, 110, 24, colours.brand);
  write(pen, ASK, { x: EDGE + 70, y: 684, size: 56, colour: colours.card, most: 1, wide: 400 });
}

/** The lamp in a window at home. */
function drawWindow(pen: Pen, x: number, y: number, colours: Colours): void {
  pen.fillStyle = colours['lamp-pale'];
  pen.beginPath();
  pen.arc(x + 80, y + 80, 150, 0, 2 * Math.PI);
  pen.fill();
  for (const [column, row] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const)
    box(pen, x + column * 86, y + row * 86, 74, 74, 10, colours.lamp);
}

function box(pen: Pen, x: number, y: number, width: number, height: number, radius: number, colour: string): void {
  const right = x + width;
  const bottom = y + height;
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(x + radius, y);
  pen.arcTo(right, y, right, bottom, radius);
  pen.arcTo(right, bottom, x, bottom, radius);
  pen.arcTo(x, bottom, x, y, radius);
  pen.arcTo(x, y, right, y, radius);
  pen.closePath();
  pen.fill();
}

interface Writing {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour: string;
  readonly most: number;
  readonly wide: number;
}

function write(pen: Pen, text: string, { x, y, size, colour, most, wide }: Writing): void {
  pen.fillStyle = colour;
  pen.font = `600 ${size}px ${LETTERS}`;
  for (const [i, line] of linesOf(text, most, (part) => pen.measureText(part).width <= wide).entries())
    pen.fillText(line, x, y + i * size * 1.3);
}

/** Breaks a text into lines that fit; what is too long for all of them ends in dots. */
export function linesOf(text: string, most: number, fits: (part: string) => boolean): string[] {
  const lines: string[] = [''];
  const letters = [...text];
  for (const letter of letters) {
    const last = lines[lines.length - 1] ?? '';
    if (fits(last + letter)) lines[lines.length - 1] = last + letter;
    else if (lines.length < most) lines.push(letter);
    else {
      lines[lines.length - 1] = `${last.slice(0, -1)}…`;
      break;
    }
  }
  return lines;
}
