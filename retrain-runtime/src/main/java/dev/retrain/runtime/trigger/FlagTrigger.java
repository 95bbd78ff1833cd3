package dev.retrain.runtime.trigger;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.Problem;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.api.source.FlagSource;
import dev.retrain.runtime.evidence.Facts;
import java.util.List;
import java.util.Optional;

/**
 * Fires when a flag is switched on: one flip, one run. A flag that was on already at the first look
 * is no flip.
 *
 * @param flag its name
 */
public record FlagTrigger(String flag) implements Trigger {

  @Override
  public String describe() {
    return "flag " + flag;
  }

  @Override
  public List<Problem> problems() {
    return flag.isBlank()
        ? List.of(
            Problem.error("no-flag", "when", "flag trigger", "the flag has no name", "Name it"))
        : List.of();
  }

  @Override
  public Signal check(TriggerContext context) {
    Optional<FlagSource.Flag> read = context.flags().flag(flag);
    if (read.isEmpty()) {
      return Signal.undecided("the flag " + flag + " is not known");
    }
    FlagSource.Flag state = read.get();
    Optional<Seen> before = context.recall().map(Seen::parse);
    long flips = before.map(seen -> seen.flips() + (seen.rises(state) ? 1 : 0)).orElse(0L);
    Seen now = new Seen(state.on(), state.version(), flips);
    if (!before.equals(Optional.of(now))) {
      context.remember(now.toText());
    }
    Facts facts = Facts.NONE.with("version", state.version()).with("flips", flips);
    if (!state.on()) {
      return Signal.quiet("the flag " + flag + " is off", facts.toNode());
    }
    return flips == 0
        ? Signal.quiet("the flag " + flag + " was on from the start", facts.toNode())
        : Signal.fire("flip-" + flips, "the flag " + flag + " was switched on", facts.toNode());
  }

  /** What was seen at the look before; flips are counted here, since not every source does. */
  private record Seen(boolean on, String version, long flips) {

    static Seen parse(String text) {
      String[] parts = text.split(" ", 3);
      return new Seen(Boolean.parseBoolean(parts[0]), parts[2], Long.parseLong(parts[1]));
    }

    String toText() {
      return on + " " + flips + " " + version;
    }

    boolean rises(FlagSource.Flag next) {
      return next.on() && (!on || !next.version().equals(version));
    }
  }

  /** {@code {type: flag, name: force_retrain}}. */
  public static final class Type extends NamedPart<Trigger, FlagTrigger> {

    /** For {@link java.util.ServiceLoader}. */
    public Type() {
      super(Trigger.class, "flag", FlagTrigger.class);
    }

    @Override
    public ObjectShape<FlagTrigger> shape() {
      ObjectShape.Builder<FlagTrigger> all = ObjectShape.named("FlagTrigger");
      var name = all.required("name", Shapes.text(), FlagTrigger::flag, "of the flag");
      return all.build(f -> new FlagTrigger(f.get(name)));
    }
  }
}
