package dev.retrain.sequential;

/** What a rule, or a family of rules, says at a look. Only {@link #HARMLESS} is a pass. */
public enum TestOutcome {
  /** The last look brought no usable figures, or one side has none yet. Never a pass. */
  NO_DATA,
  /** Figures came, and they show neither harm nor its absence. */
  CONTINUE,
  /** The canary is shown to be worse than tolerated. Stays so at all later looks. */
  HARMFUL,
  /** The canary is shown to be no worse than acceptable. */
  HARMLESS
}
