package dev.retrain.sequential;

/** The result of a rule, or a family of rules, at a look. Only {@link #HARMLESS} is a pass. */
public enum TestOutcome {
  /** The last look had no usable figures, or one version has none yet. Never a pass. */
  NO_DATA,
  /** The figures so far show neither harm nor its absence. */
  CONTINUE,
  /** The canary is shown to be worse than tolerated. Remains at all later looks. */
  HARMFUL,
  /** The canary is shown to be no worse than acceptable. */
  HARMLESS
}
