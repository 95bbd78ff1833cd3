package dev.retrain.runtime.trigger;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.Problem;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import java.util.List;

/**
 * Fires when a metric has dropped by more than 0.02 against its mean of seven days and the data
 * drifts, or when the data drifts with confidence above 0.8; drift as {@link Triggers#guide()} has
 * it.
 *
 * @param metric a built-in one
 */
public record ConservativeTrigger(String metric) implements Trigger {

  private static final Margin DROP = Margin.absolute(0.02);
  private static final Fraction SURE = new Fraction(0.8);

  /** Checks that the metric is known. */
  public ConservativeTrigger {
    Metric.named(metric);
  }

  /** Returns the combination of triggers that it stands for. */
  public CombinedTrigger parts() {
    return Triggers.any(
        Triggers.all(Triggers.drop(metric, DROP), Triggers.guide()),
        Triggers.guide().confidence(SURE));
  }

  @Override
  public String describe() {
    return metric + " dropped by 0.02 and drift, or drift with confidence above 0.8";
  }

  @Override
  public List<Problem> problems() {
    return parts().problems();
  }

  @Override
  public List<Problem> warnings(Retraining policy) {
    return parts().warnings(policy);
  }

  @Override
  public Signal check(TriggerContext context) {
    return parts().check(context);
  }

  /** {@code {type: conservative, metric: auc}}. */
  public static final class Type extends NamedPart<Trigger, ConservativeTrigger> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Trigger.class, "conservative", ConservativeTrigger.class);
    }

    @Override
    public ObjectShape<ConservativeTrigger> shape() {
      ObjectShape.Builder<ConservativeTrigger> all = ObjectShape.named("Conservative");
      var metric = all.required("metric", Shapes.text(), ConservativeTrigger::metric, "built in");
      return all.build(f -> new ConservativeTrigger(f.get(metric)));
    }
  }
}
