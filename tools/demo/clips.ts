/** What a demo clip looks and sounds like: lavfi sources that ffmpeg draws itself. */
export interface Clip {
  name: string;
  caption: string;
  /** A complete lavfi graph; the size is in it. */
  picture: string;
  /** An `aevalsrc` expression; none is a clip without sound. */
  sound?: string;
  seconds: number;
  fps: number;
  /** Written as a rotation flag, as a phone held upright does. */
  rotation?: 90 | 180 | 270;
  /** Leaves out frames unevenly, as phones do in the dark. */
  unevenFrames?: boolean;
}

const chord = (...hertz: number[]): string =>
  hertz.map((frequency) => `0.12*sin(2*PI*${frequency}*t)*(0.6+0.4*sin(0.8*t+${frequency}))`).join('+');

const gradient = (size: string, seed: number, colours: readonly string[], speed: number): string =>
  `gradients=s=${size}:n=${colours.length}:${colours.map((colour, index) => `c${index}=${colour}`).join(':')}:speed=${speed}:seed=${seed}`;

/** Drawn small and enlarged softly: formulas per pixel are slow, and the blur is the beauty of it. */
const plasma = (size: string, red: string, green: string, blue: string): string => {
  const [width = 0, height = 0] = size.split('x').map(Number);
  return `nullsrc=s=${Math.round(width / 8)}x${Math.round(height / 8)},geq=r='${red}':g='${green}':b='${blue}',scale=${size}:flags=bicubic,gblur=sigma=4,hue=s=0.75`;
};

export const clips: readonly Clip[] = [
  {
    name: 'dawn',
    caption: 'First light, seen slowly #dawn #calm',
    picture: gradient('1080x1920', 7, ['0x1b2a49', '0xf29e6d', '0xf9dcc4', '0x465c8b'], 0.012),
    sound: chord(196, 246.9, 293.7),
    seconds: 8,
    fps: 30,
  },
  {
    name: 'tide',
    caption: 'The tide comes in by itself #sea #loop',
    picture: plasma('720x1280', '40+30*sin(X/9+T)', '110+60*sin(Y/11+T*1.3)', '170+60*sin((X+Y)/14+T)'),
    sound: chord(110, 164.8, 220),
    seconds: 7,
    fps: 30,
  },
  {
    name: 'embers',
    caption: 'Embers after the fire #warm #night',
    picture: plasma('720x1280', '200+55*sin(X/7+T*2)', '80+60*sin((X-Y)/12+T)', '30+25*sin(Y/9-T)'),
    sound: chord(98, 146.8),
    seconds: 6,
    fps: 25,
  },
  {
    name: 'garden',
    caption: 'A garden that grows by two rules #generative',
    picture: `life=s=180x320:mold=12:r=25:ratio=0.18:death_color=#0b3d2e:life_color=#c8f7c5:mold_color=#1f7a4d,scale=720:1280:flags=neighbor,gblur=sigma=3`,
    sound: chord(261.6, 329.6, 392),
    seconds: 7,
    fps: 25,
  },
  {
    name: 'descent',
    caption: 'Down into the coast of a set #mandelbrot #math',
    picture: `mandelbrot=s=540x960:start_scale=2.2:end_scale=0.02:end_pts=200,hue=h='20*t':s=1.1`,
    sound: chord(130.8, 196),
    seconds: 6,
    fps: 30,
  },
  {
    name: 'aurora',
    caption: 'Aurora over an empty road #north',
    picture: plasma('1280x720', '30+20*sin(X/15+T)', '140+90*sin(X/12+sin(Y/10+T)*2)', '120+70*sin(Y/9-T*0.7)'),
    sound: chord(174.6, 220, 261.6),
    seconds: 7,
    fps: 60,
  },
  {
    name: 'silk',
    caption: 'Silk, unrolled #texture #fabric',
    picture: gradient('1080x1080', 21, ['0x6d2e46', '0xd5b9b2', '0xa26769', '0xece2d0'], 0.02),
    seconds: 6,
    fps: 30,
  },
  {
    name: 'lantern',
    caption: 'A lantern that breathes #evening',
    picture: plasma(
      '540x960',
      '255*exp(-((X-34)*(X-34)+(Y-60)*(Y-60))/(500+200*sin(T*2)))',
      '170*exp(-((X-34)*(X-34)+(Y-60)*(Y-60))/(420+160*sin(T*2)))',
      '70*exp(-((X-34)*(X-34)+(Y-60)*(Y-60))/900)',
    ),
    sound: chord(220, 277.2, 329.6),
    seconds: 6,
    fps: 24,
  },
  {
    name: 'turned',
    caption: 'Filmed lying down, shown upright #phone',
    picture: gradient('1280x720', 3, ['0x114b5f', '0x1a936f', '0x88d498', '0xf3e9d2'], 0.015),
    sound: chord(146.8, 220),
    seconds: 6,
    fps: 30,
    rotation: 90,
  },
  {
    name: 'dusk',
    caption: 'Dusk with a camera that could not keep up #lowlight',
    picture: plasma('720x1280', '90+60*sin(Y/16+T)', '50+30*sin(X/10+T)', '130+70*sin(Y/20-T)'),
    sound: chord(164.8, 207.7),
    seconds: 7,
    fps: 30,
    unevenFrames: true,
  },
  {
    name: 'tiles',
    caption: 'Tiles of an old bath house #pattern',
    picture: `sierpinski=s=720x720:type=carpet:jump=40:r=25,format=gray,format=rgb24,lutrgb=r='38+val*0.75':g='70+val*0.55':b='83+val*0.3',gblur=sigma=1.2`,
    seconds: 5,
    fps: 25,
  },
  {
    name: 'wide',
    caption: 'Everything at once, in cinema width #panorama',
    picture: gradient('1920x816', 11, ['0x22223b', '0x4a4e69', '0x9a8c98', '0xf2e9e4'], 0.01),
    sound: chord(130.8, 164.8, 246.9),
    seconds: 6,
    fps: 24,
  },
];

/** A photo moment: one picture, or a carousel of several, each the frame of a graph at an instant. */
export interface PhotoSet {
  caption: string;
  pictures: readonly string[];
}

export const photoSets: readonly PhotoSet[] = [
  {
    caption: 'Three doors of one street #carousel #colour',
    pictures: [
      gradient('1080x1350', 31, ['0x003049', '0xd62828', '0xf77f00'], 0.01),
      gradient('1080x1350', 32, ['0x264653', '0x2a9d8f', '0xe9c46a'], 0.01),
      gradient('1080x1350', 33, ['0x3d405b', '0x81b29a', '0xf2cc8f'], 0.01),
    ],
  },
  {
    caption: 'Ice, close #macro',
    pictures: [plasma('1600x1200', '150+70*sin(X/18+Y/25)', '190+50*sin(Y/14)', '220+35*sin(X/9)')],
  },
  {
    caption: 'Field from above #square',
    pictures: [plasma('1440x1440', '120+60*sin(X/11)', '150+70*sin(Y/9+X/30)', '60+30*sin(Y/13)')],
  },
];
