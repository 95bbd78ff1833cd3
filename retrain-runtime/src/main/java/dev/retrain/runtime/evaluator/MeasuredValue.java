package dev.retrain.runtime.evaluator;

import dev.retrain.api.document.Node;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.evidence.Rounded;

/**
 * A figure with its uncertainty, held against a limit.
 *
 * @param what was measured
 * @param value the estimate
 * @param standardError of the estimate
 * @param rows it rests on
 * @param lower end of the 95 % interval
 * @param upper end of the 95 % interval
 */
record MeasuredValue(
    String what, double value, double standardError, long rows, double lower, double upper) {

  /**
   * What else a verdict tells.
   *
   * @param words before those of the check
   * @param facts beside the figure
   */
  record Context(String words, Facts facts) {
    static final Context NONE = new Context("", Facts.NONE);
  }

  /** Returns the value with the interval of a normal estimate. */
  static MeasuredValue normal(String what, double value, double standardError, long rows) {
    double half = Confidence.halfWidth(standardError);
    return new MeasuredValue(what, value, standardError, rows, value - half, value + half);
  }

  /** Requires the figure to be shown to be at least so much. */
  Verdict atLeast(double limit, Confidence certainty, Context context) {
    double bound = value - certainty.reach(standardError);
    return verdict(
        new Comparison(what("lowest", certainty), bound, Relation.AT_LEAST, limit),
        value - limit,
        certainty,
        context);
  }

  /** Requires the figure to be shown to be at most so much. */
  Verdict atMost(double limit, Confidence certainty) {
    double bound = value + certainty.reach(standardError);
    return verdict(
        new Comparison(what("highest", certainty), bound, Relation.AT_MOST, limit),
        limit - value,
        certainty,
        Context.NONE);
  }

  private String what(String end, Confidence certainty) {
    return certainty.equals(Confidence.POINT) ? what : what + " (" + end + " at " + certainty + ")";
  }

  /** The distance is that of the estimate to the limit, negative on the wrong side. */
  private Verdict verdict(
      Comparison check, double distance, Confidence certainty, Context context) {
    Node.Mapping evidence =
        Facts.checks(check)
            .with("value", value)
            .with("lower", lower)
            .with("upper", upper)
            .with("standardError", standardError)
            .with("rows", rows)
            .with("confidence", certainty.share())
            .and(context.facts().toNode())
            .toNode();
    String words =
        context.words()
            + check
            + " ("
            + Rounded.of(value)
            + ", 95 % interval "
            + Rounded.of(lower)
            + " to "
            + Rounded.of(upper)
            + ", "
            + rows
            + " rows)";
    if (check.holds()) {
      return new Verdict.Promote(words, evidence);
    }
    if (distance < 0 && certainty.refuses(-distance, standardError)) {
      return new Verdict.Reject(words, evidence);
    }
    String more =
        distance >= 0
            ? certainty.enough(distance, standardError, rows)
            : "one of " + certainty.among() + " slices may lie there by chance";
    return new Verdict.Undecided(words + "; " + more, evidence);
  }
}
