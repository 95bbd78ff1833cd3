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
    Seen now =
        before
            .map(seen -> seen.then(state))
            .orElseGet(() -> new Seen(state.on(), state.version(), 0, context.now().toString()));
    if (!before.equals(Optional.of(now))) {
      context.remember(now.toText());
    }
    Facts facts = Facts.NONE.with("version", state.version()).with("flips", now.flips());
    if (!state.on()) {
      return Signal.quiet("the flag " + flag + " is off", facts.toNode());
    }
    return now.flips() == 0
        ? Signal.quiet("the flag " + flag + " was on from the start", facts.toNode())
        : Signal.fire(now.firingId(), "the flag " + flag + " was switched on", facts.toNode());
  }

  /**
   * What was seen at the check before; flips are counted here, since not every source does.
   *
   * @param since when the flag was first seen, which keeps the flips of two lives of a trigger
   *     apart; empty in what an earlier build kept
   */
  private record Seen(boolean on, String version, long flips, String since) {

    private static final String SINCE = "since ";

    static Seen parse(String text) {
      if (text.startsWith(SINCE)) {
        String[] parts = text.substring(SINCE.length()).split(" ", 4);
        return new Seen(
            Boolean.parseBoolean(parts[1]), parts[3], Long.parseLong(parts[2]), parts[0]);
      }
      String[] parts = text.split(" ", 3);
      return new Seen(Boolean.parseBoolean(parts[0]), parts[2], Long.parseLong(parts[1]), "");
    }

    String toText() {
      return (since.isEmpty() ? "" : SINCE + since + " ") + on + " " + flips + " " + version;
    }

    String firingId() {
      return "flip-" + flips + (since.isEmpty() ? "" : " since " + since);
    }

    Seen then(FlagSource.Flag next) {
      return new Seen(next.on(), next.version(), flips + (rises(next) ? 1 : 0), since);
    }

    private boolean rises(FlagSource.Flag next) {
      return next.on() && (!on || !next.version().equals(version));
    }
  }

  /** {@code {type: flag, name: force_retrain}}. */
  public static final class Type extends NamedPart<Trigger, FlagTrigger> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
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
