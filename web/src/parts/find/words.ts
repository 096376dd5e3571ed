/** Names in words that compare: as people spell them, shorten them and mistype them. Pure. */

/** What is one word, however it is written: kinds of streets, directions, numbers, titles. */
const spellings: Record<string, string> = {
  street: 'st',
  str: 'st',
  saint: 'st',
  sainte: 'ste',
  avenue: 'ave',
  av: 'ave',
  aven: 'ave',
  boulevard: 'blvd',
  boul: 'blvd',
  bvd: 'blvd',
  blv: 'blvd',
  drive: 'dr',
  drv: 'dr',
  doctor: 'dr',
  road: 'rd',
  place: 'pl',
  lane: 'ln',
  court: 'ct',
  parkway: 'pkwy',
  pky: 'pkwy',
  highway: 'hwy',
  expressway: 'expy',
  terrace: 'ter',
  circle: 'cir',
  square: 'sq',
  bridge: 'brg',
  alley: 'aly',
  trail: 'trl',
  plaza: 'plz',
  mount: 'mt',
  fort: 'ft',
  heights: 'hts',
  interstate: 'i',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  cemeteries: 'cemetery',
  gardens: 'garden',
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
  seventh: '7th',
  eighth: '8th',
  ninth: '9th',
  tenth: '10th',
  eleventh: '11th',
  twelfth: '12th',
  thirteenth: '13th',
  fourteenth: '14th',
  fifteenth: '15th',
  sixteenth: '16th',
  seventeenth: '17th',
  eighteenth: '18th',
  nineteenth: '19th',
  twentieth: '20th',
  mlk: 'martin luther king',
};

/** Words that say little: which kind of street, which end of it. */
const slight = new Set(
  'st ste ave blvd dr rd pl ln ct pkwy hwy expy ter cir sq brg aly trl plz n s e w the of jr i us state'.split(' '),
);

export const isSlight = (word: string) => slight.has(word);

/** The words of a text, in one spelling each. */
export function words(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/\bi-\s*(\d)/g, 'i $1')
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return plain === '' ? [] : plain.split(' ').flatMap((w) => (spellings[w] ?? w).split(' '));
}

/**
 * Letters to be changed, left out, put in or swapped with their neighbor to make one word of another (optimal string
 * alignment; Damerau 1964, doi 10.1145/363958.363994), but no more than `most` are looked for.
 */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, row] = [row, next];
  }
  return row[b.length] ?? most + 1;
}

/** Letters that may be wrong in a word: none in short words and numbers. */
export function allowance(word: string): number {
  if (word.length < 4 || /\d/.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

/** What it costs that one word stands for another; infinite where it cannot. `open`: the word is still being written. */
function wordCost(asked: string, said: string, open: boolean): number {
  if (asked === said) return 0;
  if (open && said.startsWith(asked)) return 0.25 + 0.25 * (1 - asked.length / said.length);
  const most = allowance(asked);
  if (most === 0) return Number.POSITIVE_INFINITY;
  const whole = distance(asked, said, most);
  // A word mistyped at its beginning is on its way to one that is longer.
  const begun =
    open && said.length > asked.length ? distance(asked, said.slice(0, asked.length), most) + 0.4 : most + 1;
  const wrong = Math.min(whole, begun);
  return wrong > most ? Number.POSITIVE_INFINITY : 0.6 + 0.5 * wrong;
}

/**
 * How far a name is from what was asked: 0 the same, infinite nothing alike. Every word that was asked has one in the
 * name; a kind of street or a direction may be missing or another.
 */
export function nameCost(asked: string[], said: string[], open = true): number {
  const joined = joinedCost(asked, said, open);
  const left = new Set(said.keys());
  let cost = 0;
  let told = false;
  for (const [i, word] of asked.entries()) {
    const last = open && i === asked.length - 1;
    let [best, at] = [Number.POSITIVE_INFINITY, -1];
    for (const j of left) {
      const c = wordCost(word, said[j] ?? '', last) + (isSlight(said[j] ?? '') && !isSlight(word) ? 0.5 : 0);
      if (c < best) [best, at] = [c, j];
    }
    if (at >= 0) {
      left.delete(at);
      cost += best;
      told ||= !isSlight(word) || said.every(isSlight);
    } else if (isSlight(word)) cost += 0.8;
    else return joined;
  }
  if (!told) cost += 1;
  for (const j of left) cost += isSlight(said[j] ?? '') ? 0.1 : 0.35;
  return Math.min(cost, joined);
}

/** The same without the gaps between words: "kings highway" for "Kingshighway". */
function joinedCost(asked: string[], said: string[], open: boolean): number {
  const core = (list: string[]) => list.map((w) => (w === 'hwy' ? 'highway' : w)).filter((w) => !isSlight(w));
  const [a, b] = [core(asked), core(said)];
  if (a.length < 2 && b.length < 2) return Number.POSITIVE_INFINITY;
  const [one, other] = [a.join(''), b.join('')];
  return one.length < 5 || other === '' ? Number.POSITIVE_INFINITY : wordCost(one, other, open) + 0.3;
}
