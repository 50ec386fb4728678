/** What is believed of a card before anybody has opened it. */
export interface Prior {
  /** The share of openers who buy, 0..1: the category's. */
  readonly rate: number;
  /** How many openers that belief is worth; more of them are needed to be believed instead. */
  readonly weight: number;
}

/** What has been counted: `buyers` are among the `openers`. */
export interface Counted {
  readonly openers: number;
  readonly buyers: number;
}

/**
 * The share of openers who buy, smoothed: the mean of the posterior of a beta-binomial model,
 *
 *   (α + buyers) / (α + β + openers)   with α = rate · weight, β = (1 − rate) · weight.
 *
 * A card that one person opened and bought from is not the best of all: with few openers it is as its category, with many
 * as itself. Source: Gelman et al., Bayesian Data Analysis, 3rd edition, section 2.4 (the beta prior is conjugate to the
 * binomial likelihood). Throws a `RangeError` for counts that cannot be.
 */
export function conversion({ openers, buyers }: Counted, { rate, weight }: Prior): number {
  if (buyers < 0 || buyers > openers) throw new RangeError('buyers are some of the openers');
  return (rate * weight + buyers) / (weight + openers);
}

/** The priors of a marketplace: one for everything, others for categories by name. */
export interface Priors {
  readonly overall: Prior;
  readonly categories: Readonly<Record<string, Prior>>;
}

/** The prior of the narrowest category that has one. `category` goes from the widest to the narrowest. */
export function priorOf(category: readonly string[], { overall, categories }: Priors): Prior {
  const named = category.findLast((name) => Object.hasOwn(categories, name));
  return (named === undefined ? undefined : categories[named]) ?? overall;
}

/** The prior of a moment: those of its cards, each as much as it was opened; with nothing opened the overall one. */
export function blendedPrior(cards: readonly { openers: number; prior: Prior }[], { overall }: Priors): Prior {
  const opened = cards.reduce((sum, { openers }) => sum + openers, 0);
  if (opened === 0) return overall;
  const mean = (value: (prior: Prior) => number): number =>
    cards.reduce((sum, { openers, prior }) => sum + openers * value(prior), 0) / opened;
  return { rate: mean(({ rate }) => rate), weight: mean(({ weight }) => weight) };
}
